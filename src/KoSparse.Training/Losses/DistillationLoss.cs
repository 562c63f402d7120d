using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Losses;

// Shapes: Q queries, D documents.

/// <summary>The student ranks the candidates of a query as the teacher does.</summary>
/// <remarks>
/// <c>0.7 · T² · KL(softmax(teacher/T) ‖ softmax(student/T)) + 0.3 · MSE of z-scores</c> over each query's candidates
/// (Hinton et al., 2015, arXiv:1503.02531); mean over the queries.
/// </remarks>
internal static class DistillationLoss
{
    private const double DivergenceShare = 0.7;
    private const double ScoreShare = 0.3;
    private const double Epsilon = 1e-6;

    /// <summary>Computes the loss.</summary>
    /// <param name="studentQD">The student's similarities.</param>
    /// <param name="teacherQD">The teacher's scores; any finite value where there is none.</param>
    /// <param name="candidatesQD">True where the teacher has scored the pair; a query with fewer than two counts 0.</param>
    /// <param name="temperature">The temperature T.</param>
    public static Tensor Compute(Tensor studentQD, Tensor teacherQD, Tensor candidatesQD, double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor countsQ1 = candidatesQD.sum(1, keepdim: true, type: studentQD.dtype);
        Tensor usedQ = (countsQ1.squeeze(1) > 1).to(studentQD.dtype);
        Tensor divergenceQ = Divergence(studentQD, teacherQD, candidatesQD, temperature);
        Tensor gapQD = ZScores(studentQD, candidatesQD, countsQ1) - ZScores(teacherQD, candidatesQD, countsQ1);
        Tensor squaresQ = gapQD.square().sum(1) / countsQ1.squeeze(1).clamp_min(1);
        Tensor lossQ = (DivergenceShare * divergenceQ) + (ScoreShare * squaresQ);
        return ((lossQ * usedQ).sum() / usedQ.sum().clamp_min(1)).MoveToOuterDisposeScope();
    }

    /// <summary>T² · KL of the candidates' distributions, of each query; the caller owns it.</summary>
    /// <inheritdoc cref="Compute"/>
    internal static Tensor Divergence(Tensor studentQD, Tensor teacherQD, Tensor candidatesQD, double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor studentLogQD = LogSoftmax(studentQD / temperature, candidatesQD);
        Tensor teacherLogQD = LogSoftmax(teacherQD / temperature, candidatesQD);
        Tensor divergenceQ = (teacherLogQD.exp() * (teacherLogQD - studentLogQD)).masked_fill(~candidatesQD, 0).sum(1);
        return (temperature * temperature * divergenceQ).MoveToOuterDisposeScope();
    }

    /// <summary>Log-softmax over the candidates; the others get a large finite negative number, which stays out of sums.</summary>
    private static Tensor LogSoftmax(Tensor scoresQD, Tensor candidatesQD) =>
        nn.functional.log_softmax(scoresQD.masked_fill(~candidatesQD, -1e9), 1);

    private static Tensor ZScores(Tensor scoresQD, Tensor candidatesQD, Tensor countsQ1)
    {
        Tensor keptQD = candidatesQD.to(scoresQD.dtype);
        Tensor countQ1 = countsQ1.clamp_min(1);
        Tensor meanQ1 = (scoresQD * keptQD).sum(1, keepdim: true) / countQ1;
        Tensor centredQD = (scoresQD - meanQ1) * keptQD;
        Tensor deviationQ1 = ((centredQD.square().sum(1, keepdim: true) / countQ1) + Epsilon).sqrt();
        return centredQD / deviationQ1;
    }
}
