using KoSparse.OpenSearch.Models;
using KoSparse.Vectors;

namespace KoSparse.OpenSearch.Tests.Models;

public sealed class WeightDifferenceTests
{
    private static readonly SparseVector Own = SparseVector.FromTerms([new TermWeight(100, 2), new TermWeight(200, 0.5f)]);

    private static string First => Mini.Model.Tokenizer.Vocabulary[100];

    private static string Second => Mini.Model.Tokenizer.Vocabulary[200];

    [Fact]
    public void Of_OneWeightOtherwise_IsThatOne() =>
        Assert.Equal(new WeightDifference(First, 1.5f, 2), WeightDifference.Of(new Dictionary<string, float> { [First] = 1.5f, [Second] = 0.6f }, Own, Mini.Model.Tokenizer));

    /// <summary>What is missing on either side weighs nothing there.</summary>
    [Fact]
    public void Of_TermsOfOneSideAlone_CountInFull()
    {
        Assert.Equal(new WeightDifference(First, 0, 2), WeightDifference.Of(new Dictionary<string, float> { [Second] = 0.5f }, Own, Mini.Model.Tokenizer));
        Assert.Equal(new WeightDifference("섬", 3, 0), WeightDifference.Of(new Dictionary<string, float> { [First] = 2, [Second] = 0.5f, ["섬"] = 3 }, Own, Mini.Model.Tokenizer));
    }

    [Fact]
    public void Of_ScaledQuestion_ComparesWhatWasSent() =>
        Assert.Equal(0, WeightDifference.Of(new Dictionary<string, float> { [First] = 1, [Second] = 0.25f }, Own, Mini.Model.Tokenizer, scale: 0.5f).Size);

    [Fact]
    public void Of_Nothing_DiffersByNothing() => Assert.Equal(0, WeightDifference.Of(new Dictionary<string, float>(), SparseVector.Empty, Mini.Model.Tokenizer).Size);
}
