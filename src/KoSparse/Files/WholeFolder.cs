namespace KoSparse.Files;

/// <summary>Writes folders so that one holds all of its files, or is as it was before.</summary>
public static class WholeFolder
{
    /// <summary>Fills a folder beside the target, then puts it in the target's place.</summary>
    /// <param name="folder">The target; replaced when it exists.</param>
    /// <param name="fill">Writes the files into the folder that it is given.</param>
    /// <exception cref="IOException">A file could not be written, on a full disk for instance; the target is as it was before.</exception>
    public static void Write(string folder, Action<string> fill)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(fill);
        string target = Path.TrimEndingDirectorySeparator(folder);
        (string partial, string replaced) = ($"{target}.partial", $"{target}.replaced");
        Restore(target);
        Remove(partial);
        Directory.CreateDirectory(partial);
        try
        {
            fill(partial);
            DiskSync.Tree(partial);
            Remove(replaced);
            if (Directory.Exists(target))
            {
                Directory.Move(target, replaced);
            }

            Directory.Move(partial, target);
            DiskSync.Folder(DiskSync.FolderOf(target));
            Remove(replaced);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The last is how .NET tells of a file above its file system's limit.
            Remove(partial);
            Restore(target);
            throw new IOException($"{target}: could not be written: {exception.Message}", exception);
        }
        catch
        {
            Remove(partial);
            throw;
        }
    }

    /// <summary>Puts a folder back that <see cref="Write"/> was about to replace when the process was killed.</summary>
    public static void Restore(string folder)
    {
        string target = Path.TrimEndingDirectorySeparator(folder);
        if (!Directory.Exists(target) && Directory.Exists($"{target}.replaced"))
        {
            Directory.Move($"{target}.replaced", target);
        }
    }

    /// <summary>Keeps what is not ours to replace.</summary>
    /// <param name="folder">A folder that <see cref="Write"/> will replace.</param>
    /// <param name="marker">Name of a file that every folder of this kind has.</param>
    /// <param name="kind">What such a folder holds, such as <c>an export</c>.</param>
    /// <exception cref="IOException">There are files in it, and no marker.</exception>
    public static void ThrowIfOtherThings(string folder, string marker, string kind)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(folder, marker)))
        {
            throw new IOException($"{folder} holds files, but not {kind}. Choose another folder, or empty this one.");
        }
    }

    /// <summary>Removes a folder and all in it, if it is there.</summary>
    public static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
