using KoSparse.Data;
using KoSparse.Search.Analysis;
using KoSparse.Search.Segments;
using KoSparse.Vectors;

namespace KoSparse.Search.Indexing;

/// <summary>A segment that is being written: its texts are in a file, its postings in memory.</summary>
internal sealed class BufferedSegment : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly SegmentWriter _writer;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<int> _deleted = [];

    /// <summary>Starts a file.</summary>
    public BufferedSegment(string path, ITermAnalyzer analyzer)
    {
        _path = path;
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);
        _writer = new SegmentWriter(_file, analyzer);
    }

    /// <summary>Number of documents that were not deleted again.</summary>
    public int LiveCount => _places.Count;

    /// <summary>Number of documents, deleted ones included.</summary>
    public int DocumentCount => _writer.DocumentCount;

    /// <summary>Number of postings in memory.</summary>
    public long PostingCount => _writer.PostingCount;

    /// <summary>Terms in all texts, repeats included.</summary>
    public long TextLength => _writer.TextLength;

    /// <summary>Adds a document, in place of the one with the same id if there is one.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentException">Its fields are no JSON object; nothing is changed.</exception>
    public bool Add(Document document, SparseVector vector)
    {
        int place = _writer.DocumentCount;
        _writer.Add(document, vector);
        bool replaced = Delete(document.Id);
        _places.Add(document.Id, place);
        return replaced;
    }

    /// <summary>Deletes a document.</summary>
    /// <returns>Whether there was one with this id.</returns>
    public bool Delete(string id)
    {
        if (!_places.Remove(id, out int place))
        {
            return false;
        }

        _deleted.Add(place);
        return true;
    }

    /// <summary>Writes the postings and opens the segment.</summary>
    public WritableSegment Finish(double meanLength)
    {
        _writer.Finish(meanLength);
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        WritableSegment segment = WritableSegment.Open(_path);
        segment.Delete(_deleted);
        return segment;
    }

    /// <summary>Drops what was written.</summary>
    public void Dispose()
    {
        try
        {
            _file.Dispose(); // on a full disk what is left in its buffer fails once more
        }
        finally
        {
            File.Delete(_path);
        }
    }
}
