using System.Text;
using KoSparse.Data;
using KoSparse.Search.Analysis;
using KoSparse.Search.Postings;
using KoSparse.Search.Segments;
using KoSparse.Search.Storage;
using KoSparse.Vectors;

namespace KoSparse.Search.Indexing;

/// <summary>A segment that is being written: its texts are in a file, its postings in memory, or spilled beside it.</summary>
internal sealed class BufferedSegment : IDisposable
{
    private readonly string _path;
    private readonly IndexMemory _memory;
    private readonly Scratch _scratch;
    private readonly FileStream _file;
    private readonly SegmentWriter _writer;
    private readonly DocumentSet _deleted = new();
    private bool _broken;

    /// <summary>Starts a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="analyzer">Terms of the texts.</param>
    /// <param name="vectors">How the lists of the vectors lie.</param>
    /// <param name="memory">What it may take.</param>
    /// <param name="scratch">Takes the rest; let go with this.</param>
    public BufferedSegment(string path, ITermAnalyzer analyzer, PostingFormat vectors, IndexMemory memory, Scratch scratch)
    {
        (_path, _memory, _scratch) = (path, memory, scratch);
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);
        _writer = new SegmentWriter(_file, analyzer, vectors, scratch);
    }

    /// <summary>Number of documents that were not deleted again.</summary>
    public int LiveCount => _writer.DocumentCount - _deleted.Count;

    /// <summary>Whether another document belongs in another segment.</summary>
    public bool IsFull => _memory.IsFull(_writer.DocumentCount, _writer.PostingCount, _writer.Ids.MemoryBytes);

    /// <summary>Terms in all texts, repeats included.</summary>
    public long TextLength => _writer.TextLength;

    /// <summary>Adds a document, in place of the one with the same id if there is one.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentException">Its fields are no JSON object; nothing is changed.</exception>
    public bool Add(Document document, SparseVector vector) => Whole(() =>
    {
        int before = Find(document.Id);
        if (_writer.SpillableBytes > _memory.PostingBytes)
        {
            _writer.Spill();
        }

        _writer.Add(document, vector);
        return Delete(before);
    });

    /// <summary>Deletes a document.</summary>
    /// <returns>Whether there was one with this id.</returns>
    public bool Delete(string id) => Delete(Find(id));

    /// <summary>Writes the postings and opens the segment.</summary>
    /// <exception cref="InvalidOperationException">Writing has failed before.</exception>
    public WritableSegment Finish(double meanLength) => Whole(() =>
    {
        _writer.Finish(meanLength);
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        _scratch.Dispose();
        WritableSegment segment = WritableSegment.Open(_path);
        segment.Delete(_deleted);
        return segment;
    });

    /// <summary>Drops what was written.</summary>
    public void Dispose()
    {
        try
        {
            _writer.Dispose(); // before what it writes to
            _scratch.Dispose();
            _file.Dispose(); // on a full disk what is left in its buffer fails once more
        }
        finally
        {
            File.Delete(_path);
        }
    }

    /// <summary>Writes nothing more once writing has failed: what is in the file is half of something.</summary>
    private T Whole<T>(Func<T> write)
    {
        if (_broken)
        {
            throw new InvalidOperationException(
                $"{_path}: writing has failed before. Dispose of this writer and open another: the index is as it was last committed.");
        }

        try
        {
            return write();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            _broken = true; // the last is how .NET tells of a file above its file system's limit
            throw;
        }
    }

    private int Find(string id) => _writer.Ids.Find(Encoding.UTF8.GetBytes(id));

    private bool Delete(int place) => place >= 0 && _deleted.Add(place);
}
