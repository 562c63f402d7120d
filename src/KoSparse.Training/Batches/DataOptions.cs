using System.ComponentModel.DataAnnotations;

namespace KoSparse.Training.Batches;

/// <summary>Where the training texts are and how they are drawn.</summary>
public sealed record DataOptions
{
    /// <summary>Triplet files, <c>.jsonl</c> or <c>.jsonl.gz</c>: a glob, or a list of globs.</summary>
    [MinLength(1, ErrorMessage = "names no file")]
    public required IReadOnlyList<string> Train { get; init; }

    /// <summary>Folder of the IDF weights.</summary>
    public string? Idf { get; init; }

    /// <summary>Stopword set: <c>v25</c> or <c>v26</c>; none means no stopwords.</summary>
    [RegularExpression("v25|v26", ErrorMessage = "must be v25 or v26")]
    public string? Stopwords { get; init; }

    /// <summary>Queries per batch.</summary>
    [Range(2, 4096)]
    public int BatchSize { get; init; } = 24;

    /// <summary>Mined negatives per query in a batch, as far as a triplet has them.</summary>
    [Range(0, 64)]
    public int NegativesPerQuery { get; init; } = 1;

    /// <summary>Share of the batches whose documents come without their titles, so that texts that have none are learned, too.</summary>
    [Range(0.0, 1.0)]
    public double UntitledShare { get; init; }

    /// <summary>Triplets drawn per epoch; 0 draws as many as there are.</summary>
    [Range(0, int.MaxValue)]
    public int SamplesPerEpoch { get; init; }

    /// <summary>Triplets read at all, in turns from the front of each file; 0 reads all of them.</summary>
    [Range(0, int.MaxValue)]
    public int MaxSamples { get; init; }

    /// <summary>Skip and count lines that cannot be read, up to 1 %, instead of stopping at the first.</summary>
    public bool SkipBadLines { get; init; }
}
