using KoSparse.Data;

namespace KoSparse.Search.Fusion;

/// <summary>Adds up the scores that several lists give to a document.</summary>
internal static class FusedHits
{
    /// <summary>The documents with the largest sums, best first; equal sums in the order in which the lists name them.</summary>
    public static IReadOnlyList<Hit> Best(IEnumerable<IEnumerable<Hit>> lists, int count) =>
    [
        .. lists.SelectMany(static list => list)
            .GroupBy(static hit => hit.DocumentId, StringComparer.Ordinal)
            .Select(static hits => new Hit(hits.Key, hits.Sum(static hit => hit.Score)))
            .OrderByDescending(static hit => hit.Score)
            .Take(count),
    ];
}
