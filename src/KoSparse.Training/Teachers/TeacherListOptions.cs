namespace KoSparse.Training.Teachers;

/// <summary>How long the lists of <see cref="TeacherLists"/> are, and what they are drawn from.</summary>
public sealed record TeacherListOptions
{
    /// <summary>Texts that the teacher reads: those of the judged questions first, then what BM25 finds for the others, rank by rank, then any.</summary>
    public int Pool { get; init; } = 30_000;

    /// <summary>Share of the pool that is left for any texts.</summary>
    public double AnyShare { get; init; } = 0.2;

    /// <summary>Texts of a list that the teacher prefers in the pool.</summary>
    public int Preferred { get; init; } = 16;

    /// <summary>Texts of a list that BM25 prefers in the pool.</summary>
    public int Found { get; init; } = 12;

    /// <summary>Texts of a list that are drawn from the pool.</summary>
    public int Drawn { get; init; } = 12;

    /// <summary>Decides what is drawn.</summary>
    public int Seed { get; init; } = 42;
}
