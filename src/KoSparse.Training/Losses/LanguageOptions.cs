using System.ComponentModel.DataAnnotations;

namespace KoSparse.Training.Losses;

/// <summary>The Korean-language filter: what a foreign term costs.</summary>
public sealed record LanguageOptions
{
    /// <summary>Weight of the term after its warm-up.</summary>
    [Range(0, 1e6)]
    public double LambdaLanguage { get; init; } = 0.5;

    /// <summary>Cost per unit of a foreign token's mean activation.</summary>
    [Range(0, 1e6)]
    public double NonKoreanPenalty { get; init; } = 100;

    /// <summary>Share of all steps over which the weight rises from 0.</summary>
    [Range(0.0, 1.0)]
    public double WarmupRatio { get; init; } = 0.1;
}
