using KoSparse.Data;
using KoSparse.Search.Postings;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Search.Queries;

/// <summary>Encodes a question and searches a <see cref="SearchIndex"/>; as safe to share as its encoder.</summary>
public sealed class SparseSearcher : ISearcher
{
    private readonly ISparseEncoder _encoder;

    /// <summary>Joins an index with the encoder that made its vectors.</summary>
    /// <exception cref="ArgumentException">The encoder's vocabulary has another size than the index's.</exception>
    public SparseSearcher(ISparseEncoder encoder, SearchIndex index)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(index);
        if (encoder.VocabularySize != index.VocabularySize)
        {
            throw new ArgumentException(
                $"The encoder has {encoder.VocabularySize} tokens, the index {index.VocabularySize}. " +
                "Search with the encoder that the index was built with, or build the index again.", nameof(encoder));
        }

        (_encoder, Index) = (encoder, index);
    }

    /// <summary>The index searched.</summary>
    public SearchIndex Index { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Hit> Search(string query, int count)
    {
        IReadOnlyList<ScoredDocument> found = Index.Search(Encode(query), count);
        return [.. found.Select(document => new Hit(Index.DocumentId(document.Document), document.Score))];
    }

    /// <summary>Why a document was found: the shared terms, heaviest first.</summary>
    /// <exception cref="ArgumentException">The index has no such document.</exception>
    public IReadOnlyList<TermContribution> Explain(string query, string documentId)
    {
        if (!Index.TryFind(documentId, out int document))
        {
            throw new ArgumentException($"The index has no document '{documentId}'.", nameof(documentId));
        }

        return Index.Explain(Encode(query), document);
    }

    private SparseVector Encode(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _encoder.EncodeQueries([SoundText.Of(query)])[0];
    }
}
