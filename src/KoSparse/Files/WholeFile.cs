namespace KoSparse.Files;

/// <summary>Writes files so that one has all of its content, or is as it was before, whenever the process or the power ends.</summary>
public static class WholeFile
{
    /// <summary>Fills a file beside the target, then puts it in the target's place.</summary>
    /// <param name="path">The target; replaced when it exists.</param>
    /// <param name="fill">Writes the file whose path it is given.</param>
    public static void Write(string path, Action<string> fill)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(fill);
        string beside = Path.Combine(DiskSync.FolderOf(path), $".writing-{Path.GetFileName(path)}"); // keeps the ending, which says whether it is packed
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

    /// <summary>Gives a file whose bytes are on the disk its name, and brings the name there, too.</summary>
    public static void Put(string beside, string path)
    {
        File.Move(beside, path, overwrite: true);
        DiskSync.Folder(DiskSync.FolderOf(path));
    }
}
