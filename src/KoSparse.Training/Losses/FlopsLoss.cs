using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Losses;

// Shapes: B texts, V vocabulary.

/// <summary>Expected cost of scoring (Paria et al., 2020, arXiv:2004.05665).</summary>
/// <remarks><c>Σ_v (mean_b w[b,v])²</c>.</remarks>
internal static class FlopsLoss
{
    /// <summary>Computes the loss.</summary>
    /// <param name="weightsBV">Weights, not negative.</param>
    public static Tensor Compute(Tensor weightsBV)
    {
        using DisposeScope scope = NewDisposeScope();
        return weightsBV.mean([0]).square().sum().MoveToOuterDisposeScope();
    }
}
