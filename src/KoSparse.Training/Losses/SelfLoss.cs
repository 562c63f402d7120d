using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Losses;

// Shapes: B texts, V vocabulary.

/// <summary>A text should activate its own tokens and no others.</summary>
/// <remarks>
/// Balanced binary cross-entropy, half for the own tokens and half for the rest. Own tokens: <c>softplus(−z)</c> on the
/// logit before relu, so that an inactive one is still pulled up. Others: <c>−log(1 − p)</c> with <c>p = 1 − e^(−w)</c>,
/// which is the weight w itself and touches active terms alone.
/// </remarks>
internal static class SelfLoss
{
    /// <summary>Computes the loss, mean over the texts.</summary>
    /// <param name="logitsBV">Logits before relu.</param>
    /// <param name="weightsBV">Weights after relu and log.</param>
    /// <param name="ownBV">1 where a token belongs to the text, else 0.</param>
    public static Tensor Compute(Tensor logitsBV, Tensor weightsBV, Tensor ownBV)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor othersBV = 1 - ownBV;
        Tensor missingB = (nn.functional.softplus(-logitsBV) * ownBV).sum(1) / ownBV.sum(1).clamp_min(1);
        Tensor strayB = (weightsBV * othersBV).sum(1) / othersBV.sum(1).clamp_min(1);
        return (0.5 * (missingB + strayB)).mean().MoveToOuterDisposeScope();
    }
}
