using KoSparse.Search.Postings;

namespace KoSparse.Search.Queries;

/// <summary>A query's terms in one segment; all that is compared with other segments is read at once, so that damage is met here.</summary>
internal sealed class SegmentTerms
{
    private readonly int[] _lists;

    /// <summary>Reads what the segment says of the terms.</summary>
    /// <param name="postings">All lists of the field.</param>
    /// <param name="lists">The list of each term of the query, −1 where the segment has none.</param>
    public SegmentTerms(PostingLists postings, int[] lists)
    {
        (Postings, _lists) = (postings, lists);
        Holders = Array.ConvertAll(lists, list => list < 0 ? 0 : postings.DocumentFrequency(list));
        LargestWeights = Array.ConvertAll(lists, list => list < 0 ? 0 : postings.LargestWeight(list));
    }

    /// <summary>All lists of the field.</summary>
    public PostingLists Postings { get; }

    /// <summary>How many documents of the segment hold each term, deleted ones included.</summary>
    public int[] Holders { get; }

    /// <summary>The largest weight of each term in the segment.</summary>
    public float[] LargestWeights { get; }

    /// <summary>The terms that the segment has, with what an impact of 1 is worth.</summary>
    public QueryTerm[] Prepare(float[] weights, double scale)
    {
        int[] held = [.. Enumerable.Range(0, _lists.Length).Where(term => _lists[term] >= 0)];
        return PostingSearch.Prepare(
            Postings, Array.ConvertAll(held, term => _lists[term]), Array.ConvertAll(held, term => weights[term]), scale);
    }
}
