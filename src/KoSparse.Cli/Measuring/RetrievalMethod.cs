namespace KoSparse.Cli.Measuring;

/// <summary>Names of the searchers that a benchmark compares, as in <c>metrics.json</c>.</summary>
internal static class RetrievalMethod
{
    /// <summary>BM25 over words without particles and endings.</summary>
    public const string Bm25 = "bm25";

    /// <summary>BM25 over the tokens of the model.</summary>
    public const string Bm25Tokens = "bm25_tokens";

    /// <summary>The model.</summary>
    public const string Sparse = "sparse";

    /// <summary>Baselines first: each is compared with those before it.</summary>
    public static readonly string[] All = [Bm25, Bm25Tokens, Sparse];
}
