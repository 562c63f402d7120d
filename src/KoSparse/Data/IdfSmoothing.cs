namespace KoSparse.Data;

/// <summary>How rarity is made of a document frequency; N documents, df of them with the token.</summary>
public enum IdfSmoothing
{
    /// <summary>ln(1 + (N − df + 0.5) / (df + 0.5)), as in BM25; always positive.</summary>
    Bm25,

    /// <summary>ln(N / (df + 1)), at least 0.</summary>
    Standard,

    /// <summary>Nothing was counted here: the weights came with a model of others.</summary>
    Given,
}
