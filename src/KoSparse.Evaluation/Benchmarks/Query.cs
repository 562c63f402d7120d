namespace KoSparse.Evaluation.Benchmarks;

/// <summary>A question of a benchmark.</summary>
/// <param name="Id">Unique within the benchmark.</param>
/// <param name="Text">The question as asked.</param>
public sealed record Query(string Id, string Text);
