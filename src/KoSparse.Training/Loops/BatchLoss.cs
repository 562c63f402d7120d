using static TorchSharp.torch;

namespace KoSparse.Training.Loops;

/// <summary>What a batch was scored with.</summary>
/// <param name="Loss">The loss, a scalar that takes gradients back; of the batch's scope.</param>
/// <param name="Tokens">Real tokens in the batch.</param>
/// <param name="Figures">Figures for the means of the log interval, in the order in which the log names them.</param>
/// <param name="Vectors">What the vectors are like, where that was looked at.</param>
internal readonly record struct BatchLoss(
    Tensor Loss, long Tokens, IReadOnlyList<(string Name, double Value)> Figures, VectorFigures? Vectors = null);
