using KoSparse.Vectors;

namespace KoSparse.Evaluation.Runs;

/// <summary>What a method of sparse vectors shows of itself beside its answers.</summary>
/// <param name="Encoder">Encodes its questions.</param>
/// <param name="Documents">The vectors of the benchmark's documents.</param>
public sealed record SparseVectors(ISparseEncoder Encoder, IReadOnlyList<SparseVector> Documents)
{
    /// <summary>Searches for so many documents with the vector of a question, to time that alone; null where the two are not told apart.</summary>
    public Action<SparseVector, int>? Search { get; init; }

    /// <summary>The terms that gave a document (by id) its score for a question (as asked), heaviest first; null where nobody can say.</summary>
    public Func<string, string, IReadOnlyList<ExplainedTerm>>? Explain { get; init; }
}
