using KoSparse.Search.Snippets;
using KoSparse.Text;

namespace KoSparse.Tests.Search.Snippets;

public sealed class SnippetTests
{
    private static readonly Tokenizer Words = new WordTokenizer("등대", "우물", "시계");

    [Fact]
    public void Of_ShortText_IsTheTextWithItsMatches()
    {
        Snippet snippet = Of("등대 옆에 우물", 160, ("등대", 1), ("우물", 2));

        Assert.Equal("등대 옆에 우물", snippet.Text);
        Assert.Equal([new TextSpan(0, 2), new TextSpan(6, 2)], snippet.Matches);
        Assert.False(snippet.CutBefore || snippet.CutAfter);
    }

    [Fact]
    public void Of_LongText_ShowsTheHeaviestPassageInWholeWords()
    {
        string filler = string.Join(' ', Enumerable.Repeat("들판", 40));

        Snippet snippet = Of($"등대 {filler} 우물 곁의 시계 {filler}", 60, ("등대", 1), ("우물", 1), ("시계", 1));

        Assert.Contains("우물 곁의 시계", snippet.Text, StringComparison.Ordinal); // two terms weigh more than one
        Assert.True(snippet.CutBefore && snippet.CutAfter);
        Assert.InRange(snippet.Text.Length, 20, 60);
        Assert.All(snippet.Text.Split(' '), word => Assert.Contains(word, new[] { "들판", "우물", "곁의", "시계" }));
        Assert.Equal(["우물", "시계"], snippet.Matches.Select(match => snippet.Text.Substring(match.Start, match.Length)));
    }

    [Fact]
    public void Of_NothingMatches_ShowsTheBeginning()
    {
        Snippet snippet = Of(string.Join(' ', Enumerable.Range(1000, 50)), 40);

        Assert.StartsWith("1000 1001", snippet.Text, StringComparison.Ordinal);
        Assert.Empty(snippet.Matches);
        Assert.True(!snippet.CutBefore && snippet.CutAfter);
    }

    [Fact]
    public void Of_LineBreaks_KeepPlacesOfMatches()
    {
        Snippet snippet = Of("첫 줄 \r\n\t 등대", 160, ("등대", 1));

        Assert.DoesNotContain('\n', snippet.Text);
        Assert.Equal("등대", snippet.Text.Substring(snippet.Matches[0].Start, snippet.Matches[0].Length));
    }

    [Fact]
    public void Of_Words_AreMarkedAsTheyAreSpelled_Issue19()
    {
        Snippet snippet = Snippet.Of("ＫＢＳ 등대지기", Words, new Dictionary<int, float>(), words: new Dictionary<string, float> { ["kbs"] = 1, ["등대"] = 2, ["대지"] = 1 });

        Assert.Equal([new TextSpan(0, 3), new TextSpan(4, 3)], snippet.Matches);
    }

    [Fact]
    public void Of_WordWithSomethingInvisible_MarksAllOfIt_Issue19()
    {
        Snippet snippet = Of("등\u00AD대 옆에 큰우\u200B물", 160, ("등대", 1), ("우물", 2));

        Assert.Equal("등\u00AD대 옆에 큰우\u200B물", snippet.Text);
        Assert.Equal([new TextSpan(0, 3), new TextSpan(8, 3)], snippet.Matches);
    }

    [Fact]
    public void Of_TermThatTheTextSpellsInsideAWord_MarksItsLetters()
    {
        Snippet snippet = Of("들판 등대지기 우물", 160, ("등대", 1), ("우물", 1));

        Assert.Equal([new TextSpan(3, 2), new TextSpan(8, 2)], snippet.Matches);
    }

    private static Snippet Of(string text, int width, params (string Word, float Weight)[] terms) =>
        Snippet.Of(text, Words, terms.ToDictionary(term => Words.Tokenize(term.Word)[0].Id, term => term.Weight), width);
}
