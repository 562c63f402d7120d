namespace KoSparse.Search.Indexing;

/// <summary>What an <see cref="IndexBuild"/> did.</summary>
/// <param name="Documents">Documents encoded and added.</param>
/// <param name="Replaced">How many of them took the place of one with the same id.</param>
/// <param name="Elapsed">Time from the start to the commit.</param>
public readonly record struct IndexBuildSummary(int Documents, int Replaced, TimeSpan Elapsed);
