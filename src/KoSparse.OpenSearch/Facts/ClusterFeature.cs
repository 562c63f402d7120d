namespace KoSparse.OpenSearch.Facts;

/// <summary>Something that a cluster can do from a version on, with a plugin.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Since">The first version that has it.</param>
/// <param name="Plugin">The plugin that has it; null where the server itself does.</param>
/// <param name="Use">What it is good for.</param>
/// <param name="Otherwise">What is done without it.</param>
/// <remarks>Versions as in OpenSearch's documentation.</remarks>
public sealed record ClusterFeature(string Name, Version Since, string? Plugin, string Use, string Otherwise)
{
    private const string Neural = "opensearch-neural-search";
    private const string MachineLearning = "opensearch-ml";
    private const string Nori = "analysis-nori";

    /// <summary>Fields of weighted terms.</summary>
    public static ClusterFeature RankFeatures { get; } = new("rank_features", new(1, 0), null, "holds vectors", "");

    /// <summary>The query of terms with weights.</summary>
    public static ClusterFeature QueryTokens { get; } = new("neural_sparse query_tokens", new(2, 14), Neural, "asks with a vector that was made here", "a bool of rank_feature asks the same");

    /// <summary>First the heavy terms, then the others for the best documents.</summary>
    public static ClusterFeature TwoPhase { get; } = new("two-phase search", new(2, 15), Neural, "answers faster", "all terms are asked for at once");

    /// <summary>Two rankings joined by their stretched scores.</summary>
    public static ClusterFeature Hybrid { get; } = new("hybrid query, normalisation", new(2, 10), Neural, "joins words and vectors by scores", "ask by one of them");

    /// <summary>Two rankings joined by reciprocal ranks.</summary>
    public static ClusterFeature ReciprocalRanks { get; } = new("reciprocal rank fusion", new(2, 19), Neural, "joins words and vectors by ranks", "join by scores");

    /// <summary>What makes a joined score.</summary>
    public static ClusterFeature HybridExplanation { get; } = new("explanation of hybrid scores", new(2, 19), Neural, "shows the terms of joined scores", "explain words and vectors each by itself");

    /// <summary>Vectors cut while documents are ingested.</summary>
    public static ClusterFeature IngestPruning { get; } = new("pruning in sparse_encoding", new(2, 19), Neural, "cuts vectors that the cluster makes", "they are kept whole");

    /// <summary>Models that run in the cluster, or that it calls.</summary>
    public static ClusterFeature Models { get; } = new("models (ml-commons)", new(2, 11), MachineLearning, "encodes questions or documents in the cluster", "encode here");

    /// <summary>Vectors of texts that stayed the same are kept while documents are ingested again.</summary>
    public static ClusterFeature SkipExisting { get; } = new("skip_existing in sparse_encoding", new(3, 0), Neural, "does not encode a text again that stayed", "every text is encoded again");

    /// <summary>Fields that encode themselves.</summary>
    public static ClusterFeature SemanticField { get; } = new("semantic fields", new(3, 1), Neural, "encode what is put in them, by a model of the cluster", "an ingest pipeline encodes");

    /// <summary>How much of a vector a field that encodes itself keeps.</summary>
    public static ClusterFeature SemanticPruning { get; } = new("pruning of semantic fields", new(3, 2), Neural, "keeps their vectors whole", "terms below a tenth of the heaviest are left out of them");

    /// <summary>The Korean analyzer.</summary>
    public static ClusterFeature KoreanAnalyzer { get; } = new("nori", new(1, 0), Nori, "knows Korean words, for BM25", "BM25 goes by pairs of syllables (cjk); install analysis-nori");

    /// <summary>Approximate search in clusters of vectors.</summary>
    public static ClusterFeature SparseVector { get; } = new("sparse_vector (SEISMIC)", new(3, 3), Neural, "answers fast from millions of documents", "rank_features holds the vectors");

    /// <summary>What makes a score of <see cref="SparseVector"/>.</summary>
    public static ClusterFeature SparseVectorExplanation { get; } = new("explanation of sparse_vector scores", new(3, 5), Neural, "shows the terms of approximate scores", "search without --explain");

    /// <summary>All, in the order of reports.</summary>
    public static IReadOnlyList<ClusterFeature> All { get; } =
        [RankFeatures, QueryTokens, TwoPhase, Hybrid, ReciprocalRanks, HybridExplanation, Models, IngestPruning, SkipExisting, SemanticField, SemanticPruning, KoreanAnalyzer, SparseVector, SparseVectorExplanation];
}
