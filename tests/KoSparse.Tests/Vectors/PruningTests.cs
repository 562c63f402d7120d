using KoSparse.Vectors;

namespace KoSparse.Tests.Vectors;

public sealed class PruningTests
{
    // Weights 4, 2, 1, 1, 2 of tokens 1, 3, 5, 7, 9: largest 4, sum 10.
    private static readonly SparseVector Vector = SparseVector.FromTerms(
        [new(1, 4), new(3, 2), new(5, 1), new(7, 1), new(9, 2)]);

    [Theory]
    [InlineData(0f, new[] { 1, 3, 5, 7, 9 })]
    [InlineData(0.25f, new[] { 1, 3, 5, 7, 9 })] // 1 ≥ 0.25 · 4
    [InlineData(0.3f, new[] { 1, 3, 9 })] // 1.2
    [InlineData(0.6f, new[] { 1 })]
    public void PruneByMaxRatio_ByHand_KeepsShareOfLargest(float ratio, int[] expected) =>
        Assert.Equal(expected, Vector.PruneByMaxRatio(ratio).TokenIds.ToArray());

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(2, new[] { 1, 3 })] // 3 and 9 weigh the same: the smaller id
    [InlineData(4, new[] { 1, 3, 5, 9 })]
    [InlineData(9, new[] { 1, 3, 5, 7, 9 })]
    public void PruneByTopK_ByHand_KeepsHeaviest(int count, int[] expected) =>
        Assert.Equal(expected, Vector.PruneByTopK(count).TokenIds.ToArray());

    [Theory]
    [InlineData(1f, new[] { 1, 3, 5, 7, 9 })]
    [InlineData(1.5f, new[] { 1, 3, 9 })]
    [InlineData(5f, new int[0])]
    public void PruneByAbsoluteValue_ByHand_KeepsHeavyEnough(float weight, int[] expected) =>
        Assert.Equal(expected, Vector.PruneByAbsoluteValue(weight).TokenIds.ToArray());

    [Theory]
    [InlineData(0.3f, new int[0])] // 4 > 3
    [InlineData(0.4f, new[] { 1 })] // 4 ≤ 4, 4 + 2 > 4
    [InlineData(0.8f, new[] { 1, 3, 9 })] // 4 + 2 + 2 ≤ 8
    [InlineData(0.99f, new[] { 1, 3, 5, 9 })] // 9 ≤ 9.9 < 10
    public void PruneByAlphaMass_ByHand_KeepsWhileMassIsBelow(float share, int[] expected) =>
        Assert.Equal(expected, Vector.PruneByAlphaMass(share).TokenIds.ToArray());

    [Fact]
    public void Prune_Options_CombineBothLimits()
    {
        Assert.Equal([1, 3], Vector.Prune(new PruningOptions { MaxTerms = 2, MaxRatio = 0.3f }).TokenIds.ToArray());
        Assert.Equal([1, 3, 9], Vector.Prune(new PruningOptions { MaxTerms = 4, MaxRatio = 0.3f }).TokenIds.ToArray());
        Assert.Equal([4f, 2, 1, 1, 2], Vector.Prune(new PruningOptions()).Weights.ToArray());
        Assert.Equal(0, SparseVector.Empty.Prune(new PruningOptions { MaxRatio = 0.5f }).Count);
    }

    [Fact]
    public void Prune_ForeignRatio_DropsLightForeignTermsAlone()
    {
        var options = new PruningOptions { ForeignRatio = 0.5f }; // foreign terms of at least 2
        Assert.Equal([1, 3, 5, 9], Vector.Prune(options, id => id is 1 or 3 or 7).TokenIds.ToArray());
        Assert.Equal([1, 3, 5, 7, 9], Vector.Prune(options).TokenIds.ToArray());
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1f)]
    [InlineData(float.NaN)]
    public void PruneByMaxRatio_RatioOutOfRange_Throws(float ratio)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Vector.PruneByMaxRatio(ratio));
        Assert.Throws<ArgumentOutOfRangeException>(() => Vector.PruneByAlphaMass(ratio));
        Assert.Throws<ArgumentOutOfRangeException>(() => Vector.Prune(new PruningOptions { ForeignRatio = ratio }));
    }
}
