using KoSparse.Data;
using KoSparse.Search.Postings;
using KoSparse.Vectors;

namespace KoSparse.Search.Sparse;

/// <summary>Collects documents and their vectors into a <see cref="SparseIndex"/>; not thread-safe.</summary>
/// <param name="vocabularySize">Number of tokens; every token id is below it.</param>
/// <param name="tokenizerHash">Hash of the tokenizer that the vectors are over; kept with the index to tell a mix-up.</param>
public sealed class SparseIndexBuilder(int vocabularySize, string tokenizerHash = "")
{
    private readonly List<Document> _documents = [];
    private readonly PostingListsBuilder _postings = new();

    /// <summary>Adds the next document with its vector.</summary>
    public void Add(Document document, SparseVector vector)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(vector);
        if (vector.Count > 0 && (vector.TokenIds[0] < 0 || vector.TokenIds[^1] >= vocabularySize))
        {
            throw new ArgumentException(
                $"The vector of document '{document.Id}' holds tokens {vector.TokenIds[0]} to {vector.TokenIds[^1]}, " +
                $"the vocabulary has {vocabularySize}.", nameof(vector));
        }

        _postings.Add(vector.TokenIds, vector.Weights);
        _documents.Add(document);
    }

    /// <summary>Adds the next document by its id alone.</summary>
    public void Add(string documentId, SparseVector vector) => Add(new Document(documentId, "", ""), vector);

    /// <summary>Makes the index of all documents added.</summary>
    /// <exception cref="ArgumentException">Two documents have the same id.</exception>
    public SparseIndex Build() => new([.. _documents], _postings.Build(vocabularySize), tokenizerHash);
}
