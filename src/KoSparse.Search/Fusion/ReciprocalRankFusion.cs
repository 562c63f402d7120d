using KoSparse.Data;

namespace KoSparse.Search.Fusion;

/// <summary>Joins searchers by the ranks that they give: score = Σ 1 / (k + rank).</summary>
/// <remarks>Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods", 2009.</remarks>
/// <param name="searchers">At least one.</param>
/// <param name="depth">Hits asked of each, at least.</param>
/// <param name="rankConstant">The larger, the less the first ranks stand out.</param>
public sealed class ReciprocalRankFusion(IReadOnlyList<ISearcher> searchers, int depth = 100, int rankConstant = 60) : ISearcher
{
    /// <inheritdoc/>
    public IReadOnlyList<Hit> Search(string query, int count) => FusedHits.Best(
        searchers.Select(searcher => searcher.Search(query, Math.Max(depth, count))
            .Select((hit, place) => hit with { Score = Contribution(place + 1) })),
        count);

    /// <summary>What a rank gives to a score.</summary>
    /// <param name="rank">From 1.</param>
    public float Contribution(int rank) => 1f / (rankConstant + rank);
}
