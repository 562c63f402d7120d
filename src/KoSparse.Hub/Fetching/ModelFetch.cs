using KoSparse.Files;

namespace KoSparse.Hub.Fetching;

/// <summary>Fetches what KoSparse needs of a model to a folder.</summary>
public static class ModelFetch
{
    /// <summary>Fetches a model; files that are here already and right are left alone.</summary>
    /// <remarks>
    /// Files come beside their places first, and go there when all are whole. Meanwhile the folder is without the file that makes it a
    /// model: killed at any moment, it is the old state, none, or the new one, and never opens as half of each.
    /// </remarks>
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
        FileDownload[] files = [.. repository.Files.Select(file => new FileDownload(http, repository, file, folder, progress))];
        FileDownload[] missing = [.. files.Where(file => !file.IsHere)];
        foreach (FileDownload file in missing)
        {
            await file.FetchAsync(stop);
        }

        PutAll(missing, [.. files.Where(file => file.IsSign)], folder);
        return new FetchedModel(repository, missing.Length);
    }

    /// <summary>One file is put by one rename; of several the signs go first and come last.</summary>
    private static void PutAll(FileDownload[] fetched, FileDownload[] signs, string folder)
    {
        if (fetched.Length > 1)
        {
            Array.ForEach(signs, sign => sign.Withdraw());
            DiskSync.Folder(folder);
            fetched = [.. fetched.Except(signs), .. signs];
        }

        Array.ForEach(fetched, file => file.Put());
    }
}
