namespace KoSparse.Evaluation.Benchmarks;

/// <summary>How well a document answers a question, as a person judged it.</summary>
/// <param name="QueryId">Which question.</param>
/// <param name="DocumentId">Which document.</param>
/// <param name="Grade">0 or below: not relevant; above: the gain of finding it.</param>
public readonly record struct Judgement(string QueryId, string DocumentId, int Grade);
