using KoSparse.Data;
using KoSparse.Search.Analysis;

namespace KoSparse.Search.Bm25;

/// <summary>BM25 over documents: the baseline that every sparse encoder is compared with.</summary>
public sealed class Bm25Searcher : ISearcher
{
    private readonly string[] _documentIds;

    /// <summary>Indexes the content (title and text) of documents.</summary>
    public Bm25Searcher(IReadOnlyList<Document> documents, ITermAnalyzer analyzer, Bm25Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        _documentIds = [.. documents.Select(document => document.Id)];
        Index = Bm25Index.Build(documents.Select(document => document.Content), analyzer, options);
    }

    /// <summary>The index, whose document numbers are places in the list that was given.</summary>
    public Bm25Index Index { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Hit> Search(string query, int count) =>
        [.. Index.Search(query, count).Select(found => new Hit(_documentIds[found.Document], found.Score))];
}
