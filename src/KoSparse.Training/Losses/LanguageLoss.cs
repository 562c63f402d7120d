using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Losses;

// Shapes: B texts, V vocabulary.

/// <summary>Makes foreign terms expensive (the Korean-language filter of V28a).</summary>
/// <remarks><c>Σ over foreign v of penalty · a_v</c>, <c>a_v = mean_b w[b,v]</c>.</remarks>
internal static class LanguageLoss
{
    /// <summary>Computes the loss.</summary>
    /// <param name="weightsBV">Weights, not negative.</param>
    /// <param name="foreignV">1 for foreign tokens, else 0.</param>
    /// <param name="penalty">Cost per unit of mean activation.</param>
    public static Tensor Compute(Tensor weightsBV, Tensor foreignV, double penalty)
    {
        using DisposeScope scope = NewDisposeScope();
        return (penalty * (weightsBV.mean([0]) * foreignV).sum()).MoveToOuterDisposeScope();
    }
}
