namespace KoSparse.Evaluation.Context;

/// <summary>How well an encoder tells contexts apart.</summary>
/// <param name="Discrimination">Share of pairs whose heaviest terms overlap by less than half.</param>
/// <param name="MeanOverlap">Mean Jaccard overlap.</param>
/// <param name="ExpectedFound">Share of the expected words that are among the heaviest terms.</param>
/// <param name="Pairs">Each pair.</param>
public sealed record ContextResult(
    double Discrimination, double MeanOverlap, double ExpectedFound, IReadOnlyList<ContextPairResult> Pairs);
