namespace KoSparse.OpenSearch.Indices;

/// <summary>How an index is made.</summary>
public sealed record IndexOptions
{
    /// <summary>How vectors are held.</summary>
    /// <value>The default is <see cref="VectorFieldKind.RankFeatures"/>.</value>
    public VectorFieldKind Kind { get; init; }

    /// <summary>Name of the vector's field.</summary>
    /// <value>The default is <c>embedding</c>.</value>
    public string Field { get; init; } = "embedding";

    /// <summary>The cluster's models, where the text encodes itself (<c>semantic</c>): there is no <see cref="Field"/> then; null where vectors are sent, or a pipeline makes them.</summary>
    public SemanticModels? Semantic { get; init; }

    /// <summary>Number of primary shards; null leaves it to the cluster.</summary>
    public int? Shards { get; init; }

    /// <summary>Copies of each shard; null leaves it to the cluster.</summary>
    public int? Replicas { get; init; }

    /// <summary>The largest weights that 8 bits have to hold; only for <see cref="VectorFieldKind.SparseVector"/>.</summary>
    public VectorCeilings? Ceilings { get; init; }
}
