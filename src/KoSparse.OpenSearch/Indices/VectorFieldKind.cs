namespace KoSparse.OpenSearch.Indices;

/// <summary>How a cluster holds vectors.</summary>
public enum VectorFieldKind
{
    /// <summary>Terms with weights of 9 bits, searched exactly; any version.</summary>
    RankFeatures,

    /// <summary>Clusters of vectors with weights of 8 bits, searched approximately (SEISMIC); from 3.3 on, for vocabularies of at most 32,768 tokens.</summary>
    SparseVector,
}
