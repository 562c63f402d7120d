namespace KoSparse.Search.Queries;

/// <summary>What of the documents a question is compared with.</summary>
public enum SearchedField
{
    /// <summary>The vectors that the encoder gave them.</summary>
    Vectors,

    /// <summary>Their words, by BM25 over the Korean analyzer.</summary>
    Text,

    /// <summary>Both, joined by reciprocal rank.</summary>
    Both,
}
