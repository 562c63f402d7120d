using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Losses;

// Shapes: Q queries, D documents.

/// <summary>The student sets the positive as far above the other candidates of a query as the teacher does (Hofstätter et al., 2020, arXiv:2010.02666).</summary>
/// <remarks><c>((sim(q,p) − sim(q,d)) − (teacher(q,p) − teacher(q,d)))²</c>, mean over the pairs that the teacher has scored. Both scales count: use it with dot products.</remarks>
internal static class MarginMseLoss
{
    /// <summary>Computes the loss.</summary>
    /// <param name="studentQD">The student's similarities; the positive of query i is document i.</param>
    /// <param name="teacherQD">The teacher's scores; any finite value where there is none.</param>
    /// <param name="candidatesQD">True where the teacher has scored the pair; a query whose positive it has not scored counts nothing.</param>
    public static Tensor Compute(Tensor studentQD, Tensor teacherQD, Tensor candidatesQD)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pairsQD = candidatesQD & candidatesQD.diagonal().unsqueeze(1);
        pairsQD &= ~eye(studentQD.shape[0], studentQD.shape[1], device: studentQD.device).to(@bool);
        Tensor gapsQD = Margins(studentQD) - Margins(teacherQD);
        return (gapsQD.masked_fill(~pairsQD, 0).square().sum() / pairsQD.sum().clamp_min(1)).MoveToOuterDisposeScope();
    }

    private static Tensor Margins(Tensor scoresQD) => scoresQD.diagonal().unsqueeze(1) - scoresQD;
}
