namespace KoSparse.OpenSearch.Queries;

/// <summary>A term that question and document share.</summary>
/// <param name="Term">The term, as the index calls it.</param>
/// <param name="Share">What it adds to the score.</param>
public readonly record struct SharedTerm(string Term, double Share);
