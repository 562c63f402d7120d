using KoSparse.Data;
using KoSparse.Search.Postings;
using KoSparse.Vectors;

namespace KoSparse.Search.Sparse;

/// <summary>An in-memory index of sparse vectors with exact search; immutable and safe to share between threads.</summary>
public sealed class SparseIndex
{
    private readonly Dictionary<string, int> _places;

    internal SparseIndex(IReadOnlyList<Document> documents, PostingLists postings, string tokenizerHash)
    {
        (Documents, Postings, TokenizerHash) = (documents, postings, tokenizerHash);
        _places = new Dictionary<string, int>(documents.Count, StringComparer.Ordinal);
        for (int place = 0; place < documents.Count; place++)
        {
            if (!_places.TryAdd(documents[place].Id, place))
            {
                throw new ArgumentException(
                    $"Document id '{documents[place].Id}' appears twice, at places {_places[documents[place].Id]} and " +
                    $"{place}. Make the ids of the corpus unique.", nameof(documents));
            }
        }
    }

    /// <summary>The documents in the order of indexing; without title and text when only ids were indexed.</summary>
    public IReadOnlyList<Document> Documents { get; }

    /// <summary>The posting lists by token id.</summary>
    public PostingLists Postings { get; }

    /// <summary>Number of tokens in the vocabulary; query vectors must keep below it.</summary>
    public int VocabularySize => Postings.TermCount;

    /// <summary>Hash of the tokenizer that the vectors are over, empty when it was not given.</summary>
    public string TokenizerHash { get; }

    /// <summary>The best documents for a query vector, best first; equal scores in the order of indexing.</summary>
    /// <param name="query">Terms of the question.</param>
    /// <param name="count">Largest number of results, at least 1.</param>
    /// <exception cref="ArgumentException">A token id of the query is outside the vocabulary.</exception>
    public IReadOnlyList<ScoredDocument> Search(SparseVector query, int count)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ThrowIfOutsideVocabulary(query);
        return ExhaustiveSearch.Run(Postings, query.TokenIds, query.Weights, count);
    }

    /// <summary>The terms that a query and a document share, with their part of the score, heaviest first.</summary>
    /// <param name="query">Terms of the question.</param>
    /// <param name="document">Place in the order of indexing.</param>
    public IReadOnlyList<TermContribution> Explain(SparseVector query, int document)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegative(document);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(document, Documents.Count);
        ThrowIfOutsideVocabulary(query);
        return
        [
            .. query.Terms()
                .Select(term => new TermContribution(
                    term.TokenId, term.Weight * Postings.Impact(term.TokenId, document)))
                .Where(term => term.Contribution > 0)
                .OrderByDescending(term => term.Contribution)
                .ThenBy(term => term.TokenId),
        ];
    }

    /// <summary>The place of a document in the order of indexing.</summary>
    public bool TryFind(string documentId, out int document) => _places.TryGetValue(documentId, out document);

    private void ThrowIfOutsideVocabulary(SparseVector query)
    {
        if (query.Count > 0 && query.TokenIds[^1] >= VocabularySize)
        {
            throw new ArgumentException(
                $"The query holds token {query.TokenIds[^1]}, but the index has {VocabularySize} tokens. " +
                "Search with the encoder that the index was built with.", nameof(query));
        }
    }
}
