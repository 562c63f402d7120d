using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Losses;

// Shapes: B texts, V vocabulary.

/// <summary>A text should activate the tokens of the text that matches it, up to a ceiling.</summary>
/// <remarks>
/// <c>mean over the target tokens of max(0, c − a(z)) / c</c>, <c>a(z) = log(1 + z)</c> above zero and z below, so that
/// inactive terms are pulled up as well.
/// </remarks>
internal static class PositiveLoss
{
    /// <summary>Computes the loss, mean over the texts.</summary>
    /// <param name="logitsBV">Logits before relu.</param>
    /// <param name="targetsBV">1 where a token belongs to the matching text, else 0.</param>
    /// <param name="ceiling">Activation c above which nothing is gained.</param>
    public static Tensor Compute(Tensor logitsBV, Tensor targetsBV, double ceiling)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor activationsBV = logitsBV.relu().log1p() + logitsBV.clamp_max(0);
        Tensor shortfallBV = (ceiling - activationsBV).relu() / ceiling * targetsBV;
        return (shortfallBV.sum(1) / targetsBV.sum(1).clamp_min(1)).mean().MoveToOuterDisposeScope();
    }
}
