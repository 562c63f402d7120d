using KoSparse.Search.Segments;
using KoSparse.Search.Storage;

namespace KoSparse.Search.Indexing;

/// <summary>A finished segment and the documents of it that the next commit deletes.</summary>
/// <param name="entry">What the manifest says of it.</param>
/// <param name="segment">The segment as it was opened.</param>
internal sealed class WritableSegment(SegmentEntry entry, LiveSegment segment)
{
    private readonly DocumentSet _deleted = new();

    /// <summary>What the manifest says of it.</summary>
    public SegmentEntry Entry { get; private set; } = entry;

    /// <summary>The segment without what the next commit deletes.</summary>
    public LiveSegment Segment { get; private set; } = segment;

    /// <summary>Number of documents that are not deleted.</summary>
    public int LiveCount => Segment.LiveCount - _deleted.Count;

    /// <summary>Whether some documents are deleted.</summary>
    public bool HasDeletions => LiveCount < Entry.Documents;

    /// <summary>Opens a segment that was just written.</summary>
    public static WritableSegment Open(string path)
    {
        SegmentReader reader = SegmentReader.Open(path);
        return new WritableSegment(
            new SegmentEntry(Path.GetFileName(path), reader.DocumentCount, Deletions: null), new LiveSegment(reader, Live: null));
    }

    /// <summary>The place of a document that is not deleted, -1 when there is none with this id.</summary>
    /// <exception cref="IndexFormatException">The segment is damaged.</exception>
    public int Find(string id)
    {
        try
        {
            int document = Segment.Reader.Find(id);
            return document >= 0 && Segment.IsLive(document) && !_deleted.Contains(document) ? document : -1;
        }
        catch (Exception fault) when (IndexFormatException.CanMeanDamage(fault))
        {
            throw IndexFormatException.Of(Segment.Reader.Name, fault);
        }
    }

    /// <summary>Deletes documents by their places.</summary>
    public void Delete(IEnumerable<int> documents)
    {
        foreach (int document in documents)
        {
            _deleted.Add(document);
        }
    }

    /// <summary>The segment without the deleted documents.</summary>
    public LiveSegment Current() => _deleted.Count == 0 ? Segment : Segment.Without(_deleted);

    /// <summary>Writes the deletions since the last commit to a new file.</summary>
    public void WriteDeletions(SegmentFiles files)
    {
        if (_deleted.Count == 0)
        {
            return;
        }

        Segment = Current();
        string path = files.New(".live");
        Deletions.Write(path, Segment.Live!);
        Entry = Entry with { Deletions = Path.GetFileName(path) };
        _deleted.Clear();
    }
}
