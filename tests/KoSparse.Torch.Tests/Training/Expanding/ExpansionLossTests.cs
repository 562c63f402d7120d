using KoSparse.Training.Expanding;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Expanding;

public sealed class ExpansionLossTests : IDisposable
{
    private static readonly ExpansionConfig Config = new()
    {
        OutputDir = "",
        Model = "",
        Lists = [],
        Judged = [],
        Temperature = 2,
        TeacherTemperature = 0.5,
        LambdaFlops = 0.25,
        LambdaSquare = 0.5,
    };

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    /// <summary>
    /// Two questions over texts 40, 41 and 42. The first has columns 7 (weight 2) and 9 (weight 1), the second none; column 3 is drawn. Scores of the first:
    /// own 1 and 0, and 2 · 0.5 + 1 · 0 and 2 · 0 + 1 · 3 by the head; of the second 4, 5 and 6, its own.
    /// </summary>
    [Fact]
    public void Scores_ByHand_AddTheHeadsWeightsToTheOwn()
    {
        ListBatch batch = Batch();

        Tensor scores = batch.Scores(Weights());

        Assert.Equal([2f, 3, 4, 5, 6], scores[batch.IsTextQL].data<float>().ToArray());
    }

    [Fact]
    public void Of_ByHand_IsTheDivergenceAndTheLoudness()
    {
        (Tensor loss, IReadOnlyList<(string Name, double Value)> parts) = new ExpansionLoss(Config, columns: 10).Of(Batch(), Weights());

        double lists = (Divergence([0.2 / 0.5, 0.7 / 0.5], [2 / 2.0, 3 / 2.0]) + Divergence([0, 0.2, 0.4], [2, 2.5, 3])) / 2;
        double flops = Math.Pow((1 + 2 + 0) / 3.0, 2) * 10; // one column of ten was drawn
        double square = ((0.5 * 0.5) + (3 * 3)) / 6;
        Assert.Equal(lists, parts[0].Value, 1e-5);
        Assert.Equal(flops, parts[1].Value, 1e-5);
        Assert.Equal(square, parts[2].Value, 1e-5);
        TorchAssert.Near(lists + (0.25 * flops) + (0.5 * square), loss.squeeze(), 1e-5);
    }

    private static ListBatch Batch() => ListBatch.Of(
        [
            (new TaughtList("", [40, 99, 41], [0.2f, 0, 0.7f]), [0, 2]),
            (new TaughtList("", [42, 40, 41], [0, 0.1f, 0.2f]), [0, 1, 2]),
        ],
        [[1, 50, 0], [4, 5, 6]],
        [[(7, 2), (9, 1)], []],
        [3]);

    /// <summary>Rows are texts 40, 41 and 42; columns 7, 9 and 3.</summary>
    private static Tensor Weights() => tensor([0.5f, 0, 1, 0, 3, 2, 0, 0, 0], 3, 3);

    private static double Divergence(double[] teacher, double[] student)
    {
        double[] p = Softmax(teacher), q = Softmax(student);
        return p.Zip(q, (one, other) => one * Math.Log(one / other)).Sum();
    }

    private static double[] Softmax(double[] scores)
    {
        double sum = scores.Sum(Math.Exp);
        return [.. scores.Select(score => Math.Exp(score) / sum)];
    }
}
