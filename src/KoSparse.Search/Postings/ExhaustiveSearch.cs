using System.Buffers;

namespace KoSparse.Search.Postings;

/// <summary>Exact search that reads every posting of every query term: add up, then keep the best.</summary>
internal static class ExhaustiveSearch
{
    /// <summary>The best documents by Σ weight · impact, best first; equal scores in the order of indexing.</summary>
    public static ScoredDocument[] Run(
        PostingLists postings, ReadOnlySpan<int> terms, ReadOnlySpan<float> weights, int count)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(postings.DocumentCount);
        Span<float> scores = rented.AsSpan(0, postings.DocumentCount);
        scores.Clear();
        for (int i = 0; i < terms.Length; i++)
        {
            Accumulate(postings.Documents(terms[i]), postings.Impacts(terms[i]), weights[i], scores);
        }

        ScoredDocument[] best = BestOf(scores, count);
        ArrayPool<float>.Shared.Return(rented);
        return best;
    }

    private static void Accumulate(
        ReadOnlySpan<int> documents, ReadOnlySpan<float> impacts, float queryWeight, Span<float> scores)
    {
        impacts = impacts[..documents.Length]; // one bounds check instead of one per posting
        for (int i = 0; i < documents.Length; i++)
        {
            scores[documents[i]] += queryWeight * impacts[i];
        }
    }

    private static ScoredDocument[] BestOf(ReadOnlySpan<float> scores, int count)
    {
        TopDocuments top = new(Math.Min(count, scores.Length));
        float threshold = 0;
        for (int document = 0; document < scores.Length; document++)
        {
            if (scores[document] > threshold)
            {
                threshold = top.Add(new ScoredDocument(document, scores[document]));
            }
        }

        return top.BestFirst();
    }
}
