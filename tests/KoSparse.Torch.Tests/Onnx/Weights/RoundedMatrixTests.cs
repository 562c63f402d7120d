using KoSparse.Onnx.Weights;

namespace KoSparse.Torch.Tests.Onnx.Weights;

public sealed class RoundedMatrixTests
{
    /// <summary>Columns (63, −31.4, 0) and (0.5, 1.01, −2): steps of 63/63 = 1 and 2/63; 0.5 is 15.75 of these, 1.01 is 31.8.</summary>
    [Fact]
    public void Of_ByHand_RoundsEachColumnByItsLargest()
    {
        RoundedMatrix rounded = RoundedMatrix.Of([63, 0.5f, -31.4f, 1.01f, 0, -2], outputs: 2);

        Assert.Equal([63, 16, -31, 32, 0, -63], rounded.ValuesIO);
        Assert.Equal([1, 2 / 63f], rounded.ScalesO);
    }

    [Fact]
    public void Of_ColumnOfZeros_StaysZero()
    {
        RoundedMatrix rounded = RoundedMatrix.Of([0, 1, 0, -1], outputs: 2);

        Assert.Equal([0, 63, 0, -63], rounded.ValuesIO);
        Assert.All(rounded.ScalesO, scale => Assert.True(scale > 0));
    }

    /// <summary>No weight moves by more than half a step, and two products of a byte and a weight fit 16 bits.</summary>
    [Fact]
    public void Of_Random_StaysWithinHalfAStep()
    {
        const int Outputs = 7;
        Random random = new(5);
        float[] weights = [.. Enumerable.Range(0, 41 * Outputs).Select(_ => (float)(random.NextDouble() - 0.5))];

        RoundedMatrix rounded = RoundedMatrix.Of(weights, Outputs);

        Assert.All(Enumerable.Range(0, weights.Length), i => Assert.InRange(
            Math.Abs(weights[i] - (rounded.ValuesIO[i] * rounded.ScalesO[i % Outputs])), 0, rounded.ScalesO[i % Outputs] * 0.5001f));
        Assert.All(rounded.ValuesIO, value => Assert.InRange(2 * 255 * Math.Abs((int)value), 0, short.MaxValue));
    }
}
