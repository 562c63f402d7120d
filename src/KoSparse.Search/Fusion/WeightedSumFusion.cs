using KoSparse.Data;

namespace KoSparse.Search.Fusion;

/// <summary>Joins searchers by their scores, each list stretched to 0 … 1 by its smallest and largest: score = Σ weight · stretched.</summary>
/// <remarks>A document that a searcher did not find gets 0 from it, as does the last one that it found. A list of equal scores gives 1 to each.</remarks>
/// <param name="searchers">The searchers with their weights, which are positive.</param>
/// <param name="depth">Hits asked of each, at least.</param>
public sealed class WeightedSumFusion(IReadOnlyList<(ISearcher Searcher, float Weight)> searchers, int depth = 100) : ISearcher
{
    /// <inheritdoc/>
    public IReadOnlyList<Hit> Search(string query, int count) => FusedHits.Best(
        searchers.Select(weighted => Stretched(weighted.Searcher.Search(query, Math.Max(depth, count)), weighted.Weight)), count);

    private static IEnumerable<Hit> Stretched(IReadOnlyList<Hit> hits, float weight)
    {
        float smallest = hits.Select(static hit => hit.Score).DefaultIfEmpty().Min();
        float range = hits.Select(static hit => hit.Score).DefaultIfEmpty().Max() - smallest;
        return hits.Select(hit => hit with { Score = weight * (range > 0 ? (hit.Score - smallest) / range : 1) });
    }
}
