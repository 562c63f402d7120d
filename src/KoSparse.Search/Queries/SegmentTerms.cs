using KoSparse.Search.Postings;

namespace KoSparse.Search.Queries;

/// <summary>The lists of a query's terms in one segment.</summary>
/// <param name="Postings">All lists of the field.</param>
/// <param name="Lists">The list of each term of the query, −1 where the segment has none.</param>
internal readonly record struct SegmentTerms(PostingLists Postings, int[] Lists)
{
    /// <summary>The largest weight of a term in the segment.</summary>
    public float LargestWeight(int term) => Lists[term] < 0 ? 0 : Postings.LargestWeight(Lists[term]);

    /// <summary>The terms that the segment has, with what an impact of 1 is worth.</summary>
    public QueryTerm[] Prepare(float[] weights, double scale)
    {
        int[] lists = Lists;
        int[] held = [.. Enumerable.Range(0, lists.Length).Where(term => lists[term] >= 0)];
        return PostingSearch.Prepare(
            Postings, Array.ConvertAll(held, term => lists[term]), Array.ConvertAll(held, term => weights[term]), scale);
    }
}
