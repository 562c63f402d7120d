using KoSparse.Data;

namespace KoSparse.Vectors;

/// <summary>Turns texts into sparse vectors over one vocabulary.</summary>
public interface ISparseEncoder
{
    /// <summary>Number of tokens in the vocabulary; every token id is below it.</summary>
    int VocabularySize { get; }

    /// <summary>Encodes questions, in their order.</summary>
    IReadOnlyList<SparseVector> EncodeQueries(IReadOnlyList<string> texts);

    /// <summary>Encodes documents, in their order.</summary>
    /// <param name="documents">The documents; their ids do not matter.</param>
    /// <param name="progress">Told the number of documents encoded so far, when given.</param>
    IReadOnlyList<SparseVector> EncodeDocuments(IReadOnlyList<Document> documents, IProgress<int>? progress = null);
}
