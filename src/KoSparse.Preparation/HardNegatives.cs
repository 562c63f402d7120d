using KoSparse.Data;
using KoSparse.Search.Bm25;
using KoSparse.Search.Postings;

namespace KoSparse.Preparation;

/// <summary>Finds paragraphs that BM25 takes for answers and that are none.</summary>
/// <param name="documents">The paragraphs, ids <c>PAGE#PARAGRAPH</c>.</param>
/// <param name="index">Their index.</param>
/// <remarks>
/// A paragraph that scores nearly as high as the answer is likely to be one, too: those above 95 % of its score are
/// passed over (Moreira et al., "NV-Retriever", 2024, "positive-aware mining").
/// </remarks>
internal sealed class HardNegatives(IReadOnlyList<Document> documents, Bm25Index index)
{
    private const int Depth = 50;
    private const float LargestShare = 0.95f;

    /// <summary>Negatives for a query made of a paragraph; null when BM25 does not find that paragraph itself.</summary>
    public IReadOnlyList<Document>? Of(string query, Document positive, int count)
    {
        IReadOnlyList<ScoredDocument> found = index.Search(query, Depth);
        foreach (ScoredDocument hit in found)
        {
            if (documents[hit.Document].Id == positive.Id)
            {
                return Select(found.Where(other => other.Score < LargestShare * hit.Score), [Page(positive.Id)], count);
            }
        }

        return null;
    }

    /// <summary>Negatives for a real question whose answers are known.</summary>
    public IReadOnlyList<Document> Of(RealQuestion question, int count)
    {
        HashSet<string> pages = [.. question.Positives.Select(positive => Page(positive.Id))];
        return Select(index.Search(question.Text, Depth), pages, count);
    }

    private Document[] Select(IEnumerable<ScoredDocument> found, HashSet<string> pages, int count) =>
    [
        .. found
            .Select(hit => documents[hit.Document])
            .Where(document => !pages.Contains(Page(document.Id)))
            .Select(document => document.WithoutId())
            .Distinct()
            .Take(count),
    ];

    private static string Page(string id)
    {
        int mark = id.IndexOf('#', StringComparison.Ordinal);
        return mark < 0 ? id : id[..mark];
    }
}
