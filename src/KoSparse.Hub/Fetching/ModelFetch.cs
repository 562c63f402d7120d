namespace KoSparse.Hub.Fetching;

/// <summary>Fetches what KoSparse needs of a model to a folder.</summary>
public static class ModelFetch
{
    /// <summary>Fetches a model; files that are here already and right are left alone.</summary>
    /// <param name="http">Connection.</param>
    /// <param name="name">Name of the repository.</param>
    /// <param name="revision">Branch, tag or commit.</param>
    /// <param name="folder">Made when it is missing.</param>
    /// <param name="progress">Told of each file's bytes.</param>
    /// <param name="stop">Ends it; a later call goes on.</param>
    /// <exception cref="HubException">The Hub refused, did not answer, or has no such model.</exception>
    public static async Task<FetchedModel> RunAsync(
        HubHttp http, string name, string revision, string folder, IProgress<TransferProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        RepositoryListing repository = await RepositoryListing.ReadAsync(http, RepositoryName.Checked(name), revision, stop);
        if (repository.Files.FirstOrDefault(file => !FileDownload.StaysIn(folder, file)) is { } outside)
        {
            throw new HubException($"{Path.Combine(folder, outside.Path)} leads out of {folder}: a link in that folder points elsewhere. Nothing was fetched; remove the link, or fetch into another folder.");
        }

        Directory.CreateDirectory(folder);
        int fetched = 0;
        foreach (RepositoryFile file in repository.Files)
        {
            fetched += await new FileDownload(http, repository, file, folder, progress).RunAsync(stop) ? 1 : 0;
        }

        return new FetchedModel(repository, fetched);
    }
}
