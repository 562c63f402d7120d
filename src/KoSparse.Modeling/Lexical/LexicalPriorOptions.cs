using System.ComponentModel.DataAnnotations;

namespace KoSparse.Modeling.Lexical;

/// <summary>Where the learned weights of a text's own tokens start: at BM25.</summary>
public sealed record LexicalPriorOptions
{
    /// <summary>BM25's saturation of the term count at the start.</summary>
    /// <value>The default is 1.2.</value>
    [Range(0.01, 10)]
    public double K1 { get; init; } = 1.2;

    /// <summary>BM25's normalisation by length at the start, strictly between 0 and 1.</summary>
    /// <value>The default is 0.75.</value>
    [Range(0.01, 0.99)]
    public double B { get; init; } = 0.75;

    /// <summary>Mean number of tokens of a document, special tokens aside.</summary>
    /// <value>The default is none: training measures it on its own documents.</value>
    [Range(1, 100_000)]
    public double? AverageLength { get; init; }
}
