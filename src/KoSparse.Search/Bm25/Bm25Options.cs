using System.ComponentModel.DataAnnotations;

namespace KoSparse.Search.Bm25;

/// <summary>Free parameters of BM25.</summary>
public sealed record Bm25Options
{
    /// <summary>How soon further occurrences of a term stop to count.</summary>
    /// <value>The default is 1.2, as in Lucene.</value>
    [Range(0.0, 100.0)]
    public double K1 { get; init; } = 1.2;

    /// <summary>How much long documents are held back, from 0 (not) to 1 (in proportion).</summary>
    /// <value>The default is 0.75, as in Lucene.</value>
    [Range(0.0, 1.0)]
    public double B { get; init; } = 0.75;
}
