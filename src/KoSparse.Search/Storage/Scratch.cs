namespace KoSparse.Search.Storage;

/// <summary>Room beside a segment that is being made, for what memory should not hold: files that are gone when this is.</summary>
/// <param name="newPath">Names the next file; null keeps everything in memory.</param>
internal sealed class Scratch(Func<string>? newPath) : IDisposable
{
    private readonly List<Stream> _streams = [];

    /// <summary>Whether there are files, or memory alone.</summary>
    public bool HasFiles => newPath is not null;

    /// <summary>An empty stream to write and to read again; closed with this.</summary>
    /// <exception cref="IOException">The file could not be made.</exception>
    public Stream New()
    {
        // Create, not CreateNew: who writes holds the lock, and a file of this name is what a killed writer left.
        Stream stream = newPath is null
            ? new MemoryStream()
            : new FileStream(newPath(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        _streams.Add(stream);
        return stream;
    }

    /// <summary>Deletes the files.</summary>
    public void Dispose()
    {
        foreach (Stream stream in _streams)
        {
            try
            {
                stream.Dispose();
            }
            catch (IOException)
            {
                // On a full disk what is left in its buffer fails once more; nobody reads it again.
            }
        }

        _streams.Clear();
    }
}
