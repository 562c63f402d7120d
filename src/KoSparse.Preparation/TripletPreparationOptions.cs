using System.ComponentModel.DataAnnotations;

namespace KoSparse.Preparation;

/// <summary>What triplets are made of, and how many.</summary>
public sealed record TripletPreparationOptions
{
    /// <summary>Files of paragraphs, each with ids <c>PAGE#PARAGRAPH</c>; each makes one file of triplets.</summary>
    public required IReadOnlyList<string> Shards { get; init; }

    /// <summary>File of real questions with judged paragraphs; null to do without, and without validation.</summary>
    public string? Questions { get; init; }

    /// <summary>Files of benchmark questions, none of which may become a training query.</summary>
    public IReadOnlyList<string> BenchmarkQueries { get; init; } = [];

    /// <summary>Folder for <c>train_*.jsonl</c>, <c>validation.jsonl</c> and <c>validation/</c>.</summary>
    public required string Output { get; init; }

    /// <summary>Makes the choice of queries repeatable.</summary>
    /// <value>The default is 42.</value>
    public int Seed { get; init; } = 42;

    /// <summary>Largest number of triplets made of one shard.</summary>
    /// <value>The default is 150,000.</value>
    [Range(1, int.MaxValue)]
    public int MaxTripletsPerShard { get; init; } = 150_000;

    /// <summary>Negatives of a triplet of type <c>hard_neg</c>.</summary>
    /// <value>The default is 5.</value>
    [Range(1, 50)]
    public int Negatives { get; init; } = 5;

    /// <summary>Share of the real questions that is held out for validation.</summary>
    /// <value>The default is 0.15.</value>
    [Range(0.0, 0.9)]
    public double ValidationShare { get; init; } = 0.15;

    /// <summary>Random paragraphs in the validation corpus besides the judged ones.</summary>
    /// <value>The default is 10,000.</value>
    [Range(0, int.MaxValue)]
    public int ValidationParagraphs { get; init; } = 10_000;
}
