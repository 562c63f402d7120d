namespace KoSparse.Data;

/// <summary>One result of a search.</summary>
/// <param name="DocumentId">Which document.</param>
/// <param name="Score">Higher is better; comparable only within one searcher.</param>
public readonly record struct Hit(string DocumentId, float Score);
