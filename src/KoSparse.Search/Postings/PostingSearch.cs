namespace KoSparse.Search.Postings;

/// <summary>Turns weights of a query into integers and the integers found into scores.</summary>
/// <remarks>
/// The largest score that any document could have is given 2^30, so a factor keeps three digits or more of all weights
/// that matter; the documents' side limits precision where its weights have 8 bits.
/// </remarks>
internal static class PostingSearch
{
    private const double LargestScore = 1 << 30;

    /// <summary>The best documents by Σ query weight · weight, best first; equal scores in the order of indexing.</summary>
    public static ScoredDocument[] Run(
        PostingLists postings, ReadOnlySpan<int> terms, ReadOnlySpan<float> weights, int count)
    {
        double bound = Bound(postings, terms, weights);
        if (!(bound > 0) || postings.DocumentCount == 0)
        {
            return [];
        }

        double scale = Scale(bound);
        TopDocuments top = new(Math.Min(count, postings.DocumentCount));
        BlockMaxSearch.Run(postings, Prepare(postings, terms, weights, scale), [], top, firstDocument: 0);
        return Array.ConvertAll(top.BestFirst(), found => new ScoredDocument(found.Document, (float)(found.Score / scale)));
    }

    /// <summary>Integer score per score, for queries whose largest score is known.</summary>
    public static double Scale(double bound) => bound > 0 ? LargestScore / bound : 1;

    /// <summary>The largest score that a document could have.</summary>
    public static double Bound(PostingLists postings, ReadOnlySpan<int> terms, ReadOnlySpan<float> weights)
    {
        double bound = 0;
        for (int i = 0; i < terms.Length; i++)
        {
            bound += (double)weights[i] * postings.LargestWeight(terms[i]);
        }

        return bound;
    }

    /// <summary>The terms that the segment holds, with what a bound of 1 is worth.</summary>
    /// <param name="postings">The segment's lists.</param>
    /// <param name="terms">Numbers of lists.</param>
    /// <param name="weights">Weights in the query.</param>
    /// <param name="scale">Integer score per score, the same for all segments.</param>
    public static QueryTerm[] Prepare(
        PostingLists postings, ReadOnlySpan<int> terms, ReadOnlySpan<float> weights, double scale)
    {
        QueryTerm[] prepared = new QueryTerm[terms.Length];
        int count = 0;
        for (int i = 0; i < terms.Length; i++)
        {
            double worth = weights[i] * scale * postings.LargestWeight(terms[i]) / PostingFormat.LargestBound;
            if (worth > 0)
            {
                prepared[count++] = new QueryTerm(terms[i], Math.Max(1, (int)Math.Round(worth)));
            }
        }

        return prepared[..count];
    }
}
