using KoSparse.Evaluation.Context;

namespace KoSparse.Tests.Evaluation.Context;

public sealed class ContextPairsTests
{
    private static readonly ContextText[] Texts = [.. ContextPairs.All.SelectMany(pair => new[] { pair.A, pair.B })];

    [Fact]
    public void All_TextsWithoutSpacesAndPunctuation_AreAllDifferent()
    {
        string[] normalised = [.. Texts.Select(text => string.Concat(text.Text.Normalize().Where(char.IsLetterOrDigit)))];

        Assert.True(ContextPairs.All.Count >= 220);
        Assert.Empty(normalised.GroupBy(text => text, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void All_Keywords_AreInBothTextsAndGivenOnce()
    {
        Assert.All(ContextPairs.All, pair =>
        {
            Assert.Contains(pair.Keyword, pair.A.Text, StringComparison.Ordinal);
            Assert.Contains(pair.Keyword, pair.B.Text, StringComparison.Ordinal);
        });
        Assert.Equal(ContextPairs.All.Count, ContextPairs.All.Select(pair => pair.Keyword).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void All_ExpectedWords_AreInNeitherTheirTextNorTheOtherList()
    {
        Assert.All(Texts, text =>
        {
            Assert.NotEmpty(text.Expected);
            Assert.All(text.Expected, word => Assert.DoesNotContain(word, text.Text, StringComparison.Ordinal));
        });
        Assert.All(ContextPairs.All, pair => Assert.Empty(pair.A.Expected.Intersect(pair.B.Expected)));
    }

    [Fact]
    public void Of_EachTopic_IsHalfForMeasuringAndHalfForTraining()
    {
        Assert.Equal(ContextPairs.Of(ContextSplit.Measure).Count, ContextPairs.Of(ContextSplit.Train).Count);
        Assert.All(ContextPairs.All.GroupBy(pair => pair.Topic), topic =>
            Assert.Equal(topic.Count(pair => pair.Split == ContextSplit.Measure), topic.Count(pair => pair.Split == ContextSplit.Train)));
    }
}
