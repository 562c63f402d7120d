using System.ComponentModel.DataAnnotations;

namespace KoSparse.Training.Losses;

/// <summary>What an active term costs in the IDF-aware sparsity term.</summary>
public sealed record IdfFlopsOptions
{
    /// <summary>How fast the cost falls with IDF: <c>exp(−α · idf)</c>, idf in [0, 1].</summary>
    [Range(0.0, 100.0)]
    public double Alpha { get; init; } = 2.5;

    /// <summary>Weight β of the quadratic part.</summary>
    [Range(0.0, 100.0)]
    public double Beta { get; init; } = 0.3;

    /// <summary>Multiplies the cost of stopwords.</summary>
    [Range(0, 1e4)]
    public double StopwordPenalty { get; init; } = 5;

    /// <summary>Cost of a special token (V26); 0 leaves them out.</summary>
    [Range(0, 1e6)]
    public double SpecialTokenPenalty { get; init; }
}
