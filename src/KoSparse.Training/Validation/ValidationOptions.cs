using System.ComponentModel.DataAnnotations;

namespace KoSparse.Training.Validation;

/// <summary>How checkpoints are chosen: by nDCG@10 on held-out questions, never on a benchmark.</summary>
public sealed record ValidationOptions
{
    /// <summary>Folder in BEIR layout with held-out questions.</summary>
    public required string Folder { get; init; }

    /// <summary>Documents searched: every judged one, then others up to this number.</summary>
    [Range(10, 10_000_000)]
    public int MaxDocuments { get; init; } = 2000;

    /// <summary>Steps between two validations; 0 validates at the end of each epoch alone.</summary>
    [Range(0, int.MaxValue)]
    public int EverySteps { get; init; }
}
