namespace KoSparse.Evaluation.Runs;

/// <summary>A term that question and document share, and its part of the score.</summary>
/// <param name="Term">The term for people.</param>
/// <param name="Part">Its part of the score; positive.</param>
public readonly record struct ExplainedTerm(string Term, float Part);
