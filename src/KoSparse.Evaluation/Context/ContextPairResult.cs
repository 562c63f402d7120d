namespace KoSparse.Evaluation.Context;

/// <summary>How an encoder tells the two texts of a pair apart.</summary>
/// <param name="Keyword">What they share.</param>
/// <param name="Topic">Subject.</param>
/// <param name="Overlap">Jaccard overlap of their heaviest terms, from 0 to 1.</param>
/// <param name="Found">Expected words of both texts that are among the heaviest terms.</param>
/// <param name="Expected">Number of expected words of both texts.</param>
public sealed record ContextPairResult(
    string Keyword, string Topic, double Overlap, IReadOnlyList<string> Found, int Expected);
