namespace KoSparse.Cli.Benchmarking;

/// <summary>Names of the methods that a benchmark compares, as in <c>metrics.json</c>.</summary>
internal static class RetrievalMethod
{
    /// <summary>BM25 over words without particles and endings.</summary>
    public const string Bm25 = "bm25";

    /// <summary>BM25 over the tokens of the model.</summary>
    public const string Bm25Tokens = "bm25_tokens";

    /// <summary>Another model to compare with.</summary>
    public const string Baseline = "baseline";

    /// <summary>The model, its questions encoded as its config says.</summary>
    public const string Sparse = "sparse";

    /// <summary>The model with questions weighted by IDF, where its config encodes them with the model.</summary>
    public const string SparseIdf = "sparse_idf";

    /// <summary>The model with questions that it encodes itself, where its config weights them by IDF.</summary>
    public const string SparseModel = "sparse_model";

    /// <summary>A dense encoder.</summary>
    public const string Dense = "dense";

    /// <summary>BM25 and the model, joined by their ranks.</summary>
    public const string HybridRanks = "hybrid_rrf";

    /// <summary>BM25 and the model, joined by their stretched scores, which weigh the same: weights would have to be tuned on other questions.</summary>
    public const string HybridScores = "hybrid_minmax";

    /// <summary>The dense encoder and the model, joined by their ranks.</summary>
    public const string HybridDense = "hybrid_dense_rrf";

    /// <summary>All, in the order of reports.</summary>
    public static readonly string[] All =
        [Bm25, Bm25Tokens, Baseline, Sparse, SparseIdf, SparseModel, Dense, HybridRanks, HybridScores, HybridDense];

    /// <summary>Those that <c>--methods</c> names; the others come with <c>--baseline</c> and <c>--include-hybrid</c>.</summary>
    public static readonly string[] Selectable = [Bm25, Bm25Tokens, Sparse, SparseIdf, SparseModel, Dense];

    /// <summary>Joins of other methods.</summary>
    public static readonly string[] Hybrids = [HybridRanks, HybridScores, HybridDense];
}
