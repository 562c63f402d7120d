namespace KoSparse.Hub.Fetching;

/// <summary>A model that was fetched.</summary>
/// <param name="Repository">The repository's state, and the model's files.</param>
/// <param name="FetchedFiles">How many of the files had to be fetched; the others were here.</param>
public sealed record FetchedModel(RepositoryListing Repository, int FetchedFiles);
