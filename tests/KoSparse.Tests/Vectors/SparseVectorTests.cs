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
}
