namespace KoSparse.Search.Storage;

/// <summary>Holds an index for one writer. Only who holds it may say what is in the folder, and delete of it.</summary>
internal sealed class IndexLock : IDisposable
{
    private const string FileName = "write.lock";

    /// <summary>How the systems say that another has the file: Windows, Linux, macOS.</summary>
    private static readonly int[] HeldByAnother = [unchecked((int)0x80070020), 11, 35];

    private readonly FileStream _file;

    private IndexLock(FileStream file) => _file = file;

    /// <summary>Makes the folder, if there is none, and takes the index.</summary>
    /// <exception cref="IOException">Another writer has it, or the folder holds something else.</exception>
    public static IndexLock Take(string folder)
    {
        string path = Path.Combine(folder, FileName);
        bool holdsFiles = Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();

        // In this order: whoever starts an index makes the lock before all other files.
        if (holdsFiles && !File.Exists(path) && !File.Exists(Path.Combine(folder, IndexManifest.FileName)))
        {
            throw new IOException($"{folder} holds files but no index. Choose another folder, or empty this one.");
        }

        Directory.CreateDirectory(folder);
        try
        {
            return new IndexLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException fault) when (HeldByAnother.Contains(fault.HResult))
        {
            throw new IOException($"{folder}: another process is writing this index. Try again when it has ended.", fault);
        }
    }

    /// <summary>Gives the index free. The file stays: deleted, two writers could hold two of them.</summary>
    public void Dispose() => _file.Dispose();
}
