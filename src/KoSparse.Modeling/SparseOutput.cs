using static TorchSharp.torch;

namespace KoSparse.Modeling;

/// <summary>What a model says about a batch of texts; the caller owns the tensors.</summary>
/// <param name="WeightsBV">Weights over the vocabulary, batch × vocabulary, not negative, special tokens included.</param>
/// <param name="LogitsBV">
/// Gated maxima before relu and log, batch × vocabulary, for losses that must reach inactive terms; null without expansion.
/// </param>
public sealed record SparseOutput(Tensor WeightsBV, Tensor? LogitsBV);
