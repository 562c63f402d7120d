namespace KoSparse.Files;

/// <summary>Paths that others wrote, held within a folder: a list on a server, an index of shards, a manifest.</summary>
public static class InnerPath
{
    /// <summary>Whether a path names a file below its folder on every system, by its words alone.</summary>
    /// <param name="path">With slashes. Nothing that climbs, starts anew, names a drive, or holds a control character is plain.</param>
    public static bool IsPlain(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return !path.Any(c => char.IsControl(c) || c == '\\') && path.Split('/').All(part => part is not ("" or "." or "..") && part.IndexOf(':') != 1);
    }

    /// <summary>Where a path leads, links followed, if that is within the folder.</summary>
    /// <param name="folder">The folder; may be missing, or itself be a link.</param>
    /// <param name="path">With slashes.</param>
    /// <returns>The full path; null where it leads out of the folder.</returns>
    public static string? Resolve(string folder, string path)
    {
        if (!IsPlain(path))
        {
            return null;
        }

        string root = Followed(Path.GetFullPath(folder));
        string target = path.Split('/').Aggregate(root, (place, part) => Followed(Path.Combine(place, part)));
        return target.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? target : null;
    }

    /// <summary>What a link leads to in the end; the path itself where it is none.</summary>
    private static string Followed(string path)
    {
        FileSystemInfo? end = new FileInfo(path).LinkTarget is null ? null : File.ResolveLinkTarget(path, returnFinalTarget: true);
        return end is null ? path : Path.GetFullPath(end.FullName);
    }
}
