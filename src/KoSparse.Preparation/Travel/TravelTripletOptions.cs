using System.ComponentModel.DataAnnotations;

namespace KoSparse.Preparation.Travel;

/// <summary>How travel triplets are made.</summary>
public sealed record TravelTripletOptions
{
    /// <summary>Folder of <c>travel.jsonl</c>; <c>train_travel.jsonl</c> and <c>travel/</c> are written to it.</summary>
    public required string Folder { get; init; }

    /// <summary>Files of benchmark questions, none of which may become a training query.</summary>
    public IReadOnlyList<string> BenchmarkQueries { get; init; } = [];

    /// <summary>Negatives of a triplet: the same kind of place in other provinces.</summary>
    [Range(1, 50)]
    public int Negatives { get; init; } = 5;

    /// <summary>Questions tried per paragraph besides those for the place.</summary>
    [Range(0, 20)]
    public int Draws { get; init; } = 3;

    /// <summary>Triplets with one question for places of a kind in a region, at most.</summary>
    [Range(1, 1000)]
    public int AnswersPerQuery { get; init; } = 5;

    /// <summary>One of so many places, and one of so many pairs of kind and region, is held out to measure.</summary>
    [Range(2, 1000)]
    public int HeldOutEvery { get; init; } = 12;

    /// <summary>Questions of each sort in the held-out benchmark, at most.</summary>
    [Range(1, 100_000)]
    public int HeldOutQueries { get; init; } = 300;

    /// <summary>Paragraphs in the held-out benchmark, at most.</summary>
    [Range(10, 1_000_000)]
    public int HeldOutDocuments { get; init; } = 10_000;

    /// <summary>Decides what is drawn.</summary>
    public int Seed { get; init; } = 42;
}
