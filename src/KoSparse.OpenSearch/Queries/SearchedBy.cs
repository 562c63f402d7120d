namespace KoSparse.OpenSearch.Queries;

/// <summary>What a question is compared with.</summary>
public enum SearchedBy
{
    /// <summary>The vectors.</summary>
    Sparse,

    /// <summary>Titles and texts, by BM25.</summary>
    Text,

    /// <summary>Both, joined in the cluster.</summary>
    Hybrid,
}
