using KoSparse.Evaluation.Sparsity;

namespace KoSparse.Evaluation.Runs;

/// <summary>What a method answered, and what it costs.</summary>
/// <param name="Answers">Its answers to the benchmark's questions.</param>
public sealed record MethodResult(SearcherResult Answers)
{
    /// <summary>Name of the method.</summary>
    public string Name => Answers.Name;

    /// <summary>Active terms and FLOPS, where the method has sparse vectors.</summary>
    public SparsityResult? Sparsity { get; init; }

    /// <summary>How long the search alone takes, with the questions encoded before; null where the two are not told apart.</summary>
    public Latency? SearchLatency { get; init; }

    /// <summary>Bytes of the postings or vectors that are searched, without texts.</summary>
    public long IndexBytes { get; init; }

    /// <summary>Weights of all terms of the documents, for their histogram; empty where there are none.</summary>
    public IReadOnlyList<double> DocumentWeights { get; init; } = [];

    /// <summary>Weights of all terms of the questions.</summary>
    public IReadOnlyList<double> QueryWeights { get; init; } = [];

    /// <summary>The terms that gave a document (by id) its score for a question (as asked), heaviest first; null where the method has no terms.</summary>
    public Func<string, string, IReadOnlyList<ExplainedTerm>>? Explain { get; init; }
}
