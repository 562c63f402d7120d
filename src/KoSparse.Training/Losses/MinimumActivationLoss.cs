using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Losses;

// Shapes: B texts, V vocabulary, K largest activations.

/// <summary>Keeps vectors from dying out.</summary>
/// <remarks><c>max(0, θ − mean of the top k activations)</c>, mean over the texts.</remarks>
internal static class MinimumActivationLoss
{
    /// <summary>Computes the loss.</summary>
    /// <param name="weightsBV">Weights, not negative.</param>
    /// <param name="topK">The number k.</param>
    /// <param name="threshold">The threshold θ.</param>
    public static Tensor Compute(Tensor weightsBV, int topK, double threshold)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor topBK, _) = weightsBV.topk((int)Math.Min(topK, weightsBV.shape[1]), 1);
        return (threshold - topBK.mean([1])).relu().mean().MoveToOuterDisposeScope();
    }
}
