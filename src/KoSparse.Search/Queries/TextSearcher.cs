using KoSparse.Data;

namespace KoSparse.Search.Queries;

/// <summary>Searches the text of a <see cref="SearchIndex"/> by BM25; safe to share between threads.</summary>
/// <param name="index">An index on disk; those made in memory have no text to search.</param>
public sealed class TextSearcher(SearchIndex index) : ISearcher
{
    /// <inheritdoc/>
    public IReadOnlyList<Hit> Search(string query, int count) =>
        [.. index.SearchText(query, count).Select(found => new Hit(index.DocumentId(found.Document), found.Score))];
}
