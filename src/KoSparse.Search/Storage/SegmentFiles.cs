namespace KoSparse.Search.Storage;

/// <summary>Names the files of an index; no name is used twice.</summary>
/// <param name="folder">Folder of the index.</param>
/// <param name="next">Number of the next file.</param>
internal sealed class SegmentFiles(string folder, int next)
{
    private const string Prefix = "segment-";

    /// <summary>Number of the next file.</summary>
    public int Next { get; private set; } = next;

    /// <summary>Path of a new file.</summary>
    public string New(string extension) => Path.Combine(folder, $"{Prefix}{Next++:D6}{extension}");

    /// <summary>The first number above those of the files in a folder.</summary>
    public static int After(string folder) => Directory.EnumerateFiles(folder, $"{Prefix}*")
        .Select(path => int.TryParse(Path.GetFileNameWithoutExtension(path)[Prefix.Length..], out int number) ? number : 0)
        .DefaultIfEmpty(0).Max() + 1;

    /// <summary>Deletes the files of segments that a commit does not name: what older commits and killed writers left.</summary>
    public static void DeleteAllBut(string folder, IndexManifest manifest)
    {
        HashSet<string> used = [.. manifest.Segments.SelectMany(static segment => segment.Files)];
        foreach (string path in Directory.EnumerateFiles(folder, $"{Prefix}*"))
        {
            if (!used.Contains(Path.GetFileName(path)))
            {
                File.Delete(path);
            }
        }
    }
}
