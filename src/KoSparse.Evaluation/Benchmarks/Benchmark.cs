using KoSparse.Data;

namespace KoSparse.Evaluation.Benchmarks;

/// <summary>Documents, questions, and which answer which.</summary>
/// <param name="Name">Name for reports.</param>
/// <param name="Documents">The corpus in its order.</param>
/// <param name="Queries">The questions that have a relevant document, in their order; others measure nothing.</param>
/// <param name="Judgements">What is relevant.</param>
public sealed record Benchmark(
    string Name, IReadOnlyList<Document> Documents, IReadOnlyList<Query> Queries, Judgements Judgements)
{
    /// <summary>The files that it was read from; empty when it was made in memory.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>How many questions there were before a sample was taken; null where all are here.</summary>
    public int? AllQueries { get; init; }

    /// <summary>The first questions alone; the documents stay.</summary>
    /// <param name="questions">How many; 0 keeps all.</param>
    public Benchmark Sample(int questions) => questions <= 0 || questions >= Queries.Count ? this
        : this with { Queries = [.. Queries.Take(questions)], AllQueries = AllQueries ?? Queries.Count };
}
