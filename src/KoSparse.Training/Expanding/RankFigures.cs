using System.Globalization;
using KoSparse.Evaluation.Metrics;

namespace KoSparse.Training.Expanding;

/// <summary>How well questions are answered by the first texts, and how many of the answers are among the first hundred: what new terms can find.</summary>
/// <param name="First">Figures of the first ten.</param>
/// <param name="RecallAt100">Share of the answers among the first hundred.</param>
internal readonly record struct RankFigures(RetrievalFigures First, double RecallAt100)
{
    /// <summary>The mean of several.</summary>
    public static RankFigures Mean(IReadOnlyList<RankFigures> figures) =>
        new(RetrievalFigures.Mean([.. figures.Select(f => f.First)]), figures.Average(f => f.RecallAt100));

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"R@1 {First.RecallAt1:F4}, nDCG@10 {First.NdcgAt10:F4}, R@100 {RecallAt100:F4}");
}
