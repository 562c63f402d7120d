using KoSparse.Data;

namespace KoSparse.Evaluation.Runs;

/// <summary>The order in which trec_eval judges hits: score descending, equal scores by document id descending.</summary>
/// <remarks>
/// Ours is the same, so that a run file gives the same figures there, and so that no searcher gains from the order of its
/// index. Ids are compared as UTF-16 where trec_eval compares bytes: equal but for characters beyond the basic plane.
/// </remarks>
internal static class TrecOrder
{
    /// <summary>Hits in that order.</summary>
    public static IReadOnlyList<Hit> Of(IEnumerable<Hit> hits) =>
        [.. hits.OrderByDescending(hit => hit.Score).ThenByDescending(hit => hit.DocumentId, StringComparer.Ordinal)];
}
