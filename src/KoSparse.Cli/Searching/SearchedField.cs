namespace KoSparse.Cli.Searching;

/// <summary>What of the documents a question is compared with.</summary>
internal enum SearchedField
{
    /// <summary>The vectors that the model gave them.</summary>
    Vectors,

    /// <summary>Their words, by BM25 over the Korean analyzer.</summary>
    Text,

    /// <summary>Both, joined by reciprocal rank.</summary>
    Both,
}
