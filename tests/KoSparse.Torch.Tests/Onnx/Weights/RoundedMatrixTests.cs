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

    /// <summary>Column (63, −31.4, 0) becomes (63, −31, 0): half of 63 + 31 for a step of 1, and 0.4 for a length of 1.</summary>
    [Fact]
    public void Doubt_ByHand_IsHalfAStepAndWhatWasRounded_Issue20()
    {
        float[] weights = [63, -31.4f, 0];

        ProductDoubt doubt = RoundedMatrix.Of(weights, outputs: 1).Doubt(weights);

        Assert.Equal([47], doubt.OfStepO);
        Assert.Equal(0.4f, Assert.Single(doubt.OfLengthO), 1e-5);
    }

    /// <summary>No product of rounded inputs and weights is off by more, and some are by a tenth of it.</summary>
    [Fact]
    public void Doubt_Random_HoldsForEveryProduct_Issue20()
    {
        const int Inputs = 24;
        const int Outputs = 9;
        Random random = new(3);
        float[] Drawn(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        float[] weights = Drawn(Inputs * Outputs);
        RoundedMatrix rounded = RoundedMatrix.Of(weights, Outputs);
        ProductDoubt doubt = rounded.Doubt(weights);
        double largestShare = 0;

        for (int trial = 0; trial < 500; trial++)
        {
            float[] input = Drawn(Inputs);
            float step = (input.Max() - input.Min()) / 255;
            double length = Math.Sqrt(input.Sum(x => (double)x * x));
            for (int o = 0; o < Outputs; o++)
            {
                double exact = Enumerable.Range(0, Inputs).Sum(i => (double)input[i] * weights[(i * Outputs) + o]);
                double rough = Enumerable.Range(0, Inputs).Sum(i => (double)MathF.Round(input[i] / step) * step * rounded.ValuesIO[(i * Outputs) + o] * rounded.ScalesO[o]);
                double allowed = (step * doubt.OfStepO[o]) + (length * doubt.OfLengthO[o]);
                Assert.InRange(Math.Abs(exact - rough), 0, allowed);
                largestShare = Math.Max(largestShare, Math.Abs(exact - rough) / allowed);
            }
        }

        Assert.InRange(largestShare, 0.1, 1);
    }
}
