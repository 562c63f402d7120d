namespace KoSparse.Search.Queries;

/// <summary>The part of a score that one shared term gives.</summary>
/// <param name="TokenId">Row of the vocabulary.</param>
/// <param name="Contribution">Product of the weights in query and document; positive.</param>
public readonly record struct TermContribution(int TokenId, float Contribution);
