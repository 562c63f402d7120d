namespace KoSparse.Search.Storage;

/// <summary>Names the files of an index and deletes those that no commit names; for who holds the <see cref="IndexLock"/>.</summary>
internal sealed class SegmentFiles
{
    private const string Prefix = "segment-";

    private readonly string _folder;
    private readonly List<string> _made = [];
    private int _nextSpill = 1;

    /// <summary>Begins above the names of a commit and of what killed writers left.</summary>
    /// <param name="folder">Folder of the index.</param>
    /// <param name="next">Number from which on the last commit named no file.</param>
    public SegmentFiles(string folder, int next) => (_folder, Next) = (folder, Math.Max(next, Highest(folder) + 1));

    /// <summary>Number of the next file; no name is used twice.</summary>
    public int Next { get; private set; }

    /// <summary>Path of a new file.</summary>
    public string New(string extension)
    {
        string name = $"{Prefix}{Next++:D6}{extension}";
        _made.Add(name);
        return Path.Combine(_folder, name);
    }

    /// <summary>Room for what is not part of the index.</summary>
    public Scratch NewScratch() => new(() => Path.Combine(_folder, $"{Prefix}spill-{_nextSpill++:D6}.tmp"));

    /// <summary>Deletes the files of segments that a commit does not name: what older commits and killed writers left.</summary>
    public static void DeleteAllBut(string folder, IndexManifest manifest) =>
        Delete(folder, Directory.EnumerateFiles(folder, $"{Prefix}*").Select(path => Path.GetFileName(path)), manifest);

    /// <summary>Deletes what was named here and a commit does not name.</summary>
    public void DeleteUncommitted(IndexManifest manifest) => Delete(_folder, _made, manifest);

    private static void Delete(string folder, IEnumerable<string> names, IndexManifest manifest)
    {
        foreach (string name in names.Except(manifest.Segments.SelectMany(static segment => segment.Files)).ToArray())
        {
            try
            {
                File.Delete(Path.Combine(folder, name));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Where the system keeps files that a reader has mapped, a later writer deletes them.
            }
        }
    }

    private static int Highest(string folder) => Directory.EnumerateFiles(folder, $"{Prefix}*")
        .Select(static path => int.TryParse(Path.GetFileNameWithoutExtension(path)[Prefix.Length..], out int number) ? number : 0)
        .DefaultIfEmpty(0).Max();
}
