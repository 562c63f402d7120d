namespace KoSparse.Files;

/// <summary>Writes files so that one has all of its content, or is as it was before, whenever the process or the power ends.</summary>
public static class WholeFile
{
    private const string Prefix = ".writing-";

    /// <summary>Fills a file beside the target, then puts it in the target's place.</summary>
    /// <param name="path">The target; replaced when it exists.</param>
    /// <param name="fill">Writes the file whose path it is given.</param>
    public static void Write(string path, Action<string> fill)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(fill);
        SpecialFile.ThrowIfOne(path);
        string beside = Path.Combine(DiskSync.FolderOf(path), Prefix + Path.GetFileName(path)); // keeps the ending, which says whether it is packed
        try
        {
            fill(beside);
            DiskSync.File(beside);
            Put(beside, path);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Writes a text.</summary>
    public static void Write(string path, string text) => Write(path, beside => File.WriteAllText(beside, text));

    /// <summary>Writes lines.</summary>
    public static void Write(string path, IEnumerable<string> lines) => Write(path, beside => File.WriteAllLines(beside, lines));

    /// <summary>Whether a file is one that is being written, or that a killed process left; the next writer of the same file writes over it.</summary>
    public static bool IsUnfinished(string path) => Path.GetFileName(path).StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Gives a file whose bytes are on the disk its name, and brings the name there, too.</summary>
    /// <exception cref="IOException">The name is that of a device, a pipe or a socket, or the system could not.</exception>
    public static void Put(string beside, string path)
    {
        SpecialFile.ThrowIfOne(path);
        File.Move(beside, path, overwrite: true);
        DiskSync.Folder(DiskSync.FolderOf(path));
    }
}
