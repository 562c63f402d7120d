using System.ComponentModel.DataAnnotations;

namespace KoSparse.Vectors;

/// <summary>Limits that keep a sparse vector cheap to store and score.</summary>
public sealed record PruningOptions
{
    /// <summary>The largest <see cref="MaxTerms"/>.</summary>
    public const int MostTerms = 4096;

    /// <summary>Largest number of terms kept.</summary>
    /// <value>The default is 256.</value>
    [Range(1, MostTerms)]
    public int MaxTerms { get; init; } = 256;

    /// <summary>A term is kept when its weight is at least this share of the largest.</summary>
    /// <value>The default is 0: every term.</value>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public float MaxRatio { get; init; }

    /// <summary>A foreign term is kept when its weight is at least this share of the largest.</summary>
    /// <value>The default is 0: like the others.</value>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public float ForeignRatio { get; init; }
}
