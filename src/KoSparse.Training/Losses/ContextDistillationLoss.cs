using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Losses;

// Shapes: D documents of the batch.

/// <summary>Documents of a batch are as near to each other for the student as for the teacher (V28b).</summary>
/// <remarks>
/// KL between the rows' softmax distributions over the other documents of the batch, mean over the rows: texts that share a
/// word but not a topic move apart.
/// </remarks>
internal static class ContextDistillationLoss
{
    /// <summary>Computes the loss.</summary>
    /// <param name="studentDD">The student's cosine similarities between documents.</param>
    /// <param name="teacherDD">The teacher's.</param>
    /// <param name="temperature">Divides both.</param>
    public static Tensor Compute(Tensor studentDD, Tensor teacherDD, double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor diagonalDD = eye(studentDD.shape[0], device: studentDD.device).to(@bool);
        Tensor studentLogDD = nn.functional.log_softmax((studentDD / temperature).masked_fill(diagonalDD, -1e9), 1);
        Tensor teacherLogDD = nn.functional.log_softmax((teacherDD / temperature).masked_fill(diagonalDD, -1e9), 1);
        Tensor divergenceD = (teacherLogDD.exp() * (teacherLogDD - studentLogDD)).masked_fill(diagonalDD, 0).sum(1);
        return divergenceD.mean().MoveToOuterDisposeScope();
    }
}
