namespace KoSparse.Search.Queries;

/// <summary>The part of a fused score that a document's rank in one of the two lists gives.</summary>
/// <param name="Field">What that list compares.</param>
/// <param name="Rank">The document's rank in it, from 1.</param>
/// <param name="Contribution">What the rank gives; positive.</param>
public readonly record struct RankContribution(SearchedField Field, int Rank, float Contribution);
