using KoSparse.Vectors;

namespace KoSparse.Tests.Vectors;

public sealed class SparseVectorTests
{
    [Fact]
    public void FromSorted_TermsInOrder_IsWhatFromTermsGives()
    {
        SparseVector sorted = SparseVector.FromSorted([0, 3, 8], [1f, 0.5f, 2f]);

        Assert.Equal(SparseVector.FromTerms([new(8, 2), new(0, 1), new(3, 0.5f)]).Terms(), sorted.Terms());
    }

    [Theory]
    [InlineData(new[] { 3, 3 }, new[] { 1f, 1f })]
    [InlineData(new[] { 3, 2 }, new[] { 1f, 1f })]
    [InlineData(new[] { -1, 2 }, new[] { 1f, 1f })]
    [InlineData(new[] { 1, 2 }, new[] { 1f, 0f })]
    [InlineData(new[] { 1, 2 }, new[] { float.NaN, 1f })]
    [InlineData(new[] { 1, 2 }, new[] { 1f, float.PositiveInfinity })]
    [InlineData(new[] { 1, 2 }, new[] { 1f })]
    public void FromSorted_NotAsSaid_Throws(int[] tokenIds, float[] weights) =>
        Assert.Throws<ArgumentException>(() => SparseVector.FromSorted(tokenIds, weights));

    [Fact]
    public void FromDense_Row_KeepsWhatIsPositive()
    {
        SparseVector vector = SparseVector.FromDense([0, 2, -1, float.Epsilon, float.NegativeInfinity, float.MaxValue]);

        Assert.Equal([new(1, 2), new(3, float.Epsilon), new(5, float.MaxValue)], vector.Terms());
        Assert.Equal(0, SparseVector.FromDense([]).Count);
    }

    [Theory]
    [InlineData(float.PositiveInfinity, "Token 1 has the weight Infinity.")]
    [InlineData(float.NaN, "Token 1 has the weight NaN.")]
    public void FromDenseAndFromTerms_WeightNotFinite_Throw(float weight, string expected)
    {
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(() => SparseVector.FromDense([0, weight])).Message, StringComparison.Ordinal);
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(() => SparseVector.FromTerms([new(1, weight)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromTerms_TokenTwiceOrNegative_Throws()
    {
        Assert.Throws<ArgumentException>(() => SparseVector.FromTerms([new(1, 1), new(1, 2)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SparseVector.FromTerms([new(2, 1), new(-1, 2)]));
    }
}
