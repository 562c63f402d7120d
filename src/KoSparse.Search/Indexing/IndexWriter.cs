using KoSparse.Data;
using KoSparse.Search.Analysis;
using KoSparse.Search.Postings;
using KoSparse.Search.Segments;
using KoSparse.Search.Storage;
using KoSparse.Vectors;

namespace KoSparse.Search.Indexing;

/// <summary>Changes an index on disk; nothing shows before <see cref="Commit"/>, and a commit is one rename. Not thread-safe.</summary>
/// <remarks>Killed at any moment it leaves the last commit; files that no commit names are deleted by the next writer.</remarks>
public sealed class IndexWriter : IDisposable
{
    private const int PostingsInMemory = 32_000_000; // 16 bytes each while a segment is made
    private const int DocumentsInMemory = 1 << 20;
    private const string LockFile = "write.lock";

    private readonly string _folder;
    private readonly FileStream _lock;
    private readonly List<WritableSegment> _segments = [];
    private readonly SegmentFiles _files;
    private IndexManifest _manifest;
    private BufferedSegment? _buffer;

    private IndexWriter(string folder, FileStream lockFile, IndexManifest manifest, bool replace)
    {
        (_folder, _lock, _manifest) = (folder, lockFile, manifest);
        _files = new SegmentFiles(folder, manifest.NextFile);
        if (!replace)
        {
            _segments.AddRange(manifest.Segments.Select(entry => new WritableSegment(entry, LiveSegment.Open(folder, entry))));
            SegmentFiles.DeleteAllBut(folder, manifest);
        }
    }

    /// <summary>Number of documents that are not deleted, those to be committed included.</summary>
    public int DocumentCount => _segments.Sum(segment => segment.LiveCount) + (_buffer?.LiveCount ?? 0);

    /// <summary>Opens an index, or starts one when the folder has none.</summary>
    /// <param name="folder">Folder of the index; made when it does not exist.</param>
    /// <param name="vocabularySize">Number of tokens; every token id is below it.</param>
    /// <param name="tokenizerHash">Hash of the tokenizer that the vectors are over.</param>
    /// <param name="replace">Starts empty; the first commit takes the place of what is there.</param>
    /// <exception cref="IndexFormatException">The index is damaged, or over another vocabulary; not when it is replaced.</exception>
    /// <exception cref="IOException">Another writer has the index, or the folder holds something else.</exception>
    public static IndexWriter Open(string folder, int vocabularySize, string tokenizerHash = "", bool replace = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        bool exists = File.Exists(Path.Combine(folder, IndexManifest.FileName));
        bool started = File.Exists(Path.Combine(folder, LockFile));
        if (!exists && !started && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new IOException($"{folder} holds files but no index. Choose another folder, or empty this one.");
        }

        Directory.CreateDirectory(folder);
        FileStream lockFile = Lock(folder);
        try
        {
            IndexManifest manifest = (exists ? Read(folder, replace) : null)
                ?? new IndexManifest(IndexManifest.CurrentVersion, 0, tokenizerHash, vocabularySize, SegmentFiles.After(folder), []);
            if (!replace && (manifest.TokenizerHash != tokenizerHash || manifest.VocabularySize != vocabularySize))
            {
                throw new IndexFormatException(
                    $"{folder}: built with another tokenizer ({manifest.VocabularySize:N0} terms) than that given " +
                    $"({vocabularySize:N0}). Use the model that built it, or build it again with 'kosparse index'.");
            }

            manifest = manifest with { TokenizerHash = tokenizerHash, VocabularySize = vocabularySize };
            return new IndexWriter(folder, lockFile, manifest, replace);
        }
        catch
        {
            lockFile.Dispose();
            throw;
        }
    }

    /// <summary>Opens an existing index as it is, to delete or merge.</summary>
    /// <inheritdoc cref="Open(string, int, string, bool)" path="/exception"/>
    public static IndexWriter Open(string folder)
    {
        IndexManifest manifest = IndexManifest.Read(folder);
        return Open(folder, manifest.VocabularySize, manifest.TokenizerHash);
    }

    /// <summary>Adds a document, in place of the one with the same id if there is one.</summary>
    /// <param name="document">Kept as it is.</param>
    /// <param name="vector">Its terms; empty for a document that only text search finds.</param>
    /// <returns>Whether a document with this id was replaced.</returns>
    public bool Add(Document document, SparseVector vector)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(vector);
        SearchVocabulary.ThrowIfOutside(vector, _manifest.VocabularySize, $"document '{document.Id}'");
        bool replaced = Delete(document.Id);
        _buffer ??= new BufferedSegment(_files.New(".bin"), new KoreanAnalyzer());
        _buffer.Add(document, vector);
        if (_buffer.PostingCount > PostingsInMemory || _buffer.LiveCount == DocumentsInMemory)
        {
            EndBuffer();
        }

        return replaced;
    }

    /// <summary>Deletes a document.</summary>
    /// <returns>Whether there was one with this id.</returns>
    public bool Delete(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        bool deleted = _buffer?.Delete(id) ?? false;
        foreach (WritableSegment segment in _segments)
        {
            deleted |= segment.Delete(id);
        }

        return deleted;
    }

    /// <summary>Makes all changes the new state of the index; small segments are merged first.</summary>
    public void Commit()
    {
        EndBuffer();
        _segments.RemoveAll(static segment => segment.LiveCount == 0);
        while (MergePolicy.Next(_segments) is { } range)
        {
            Merge(range);
        }

        WriteManifest();
    }

    /// <summary>Merges all segments into one without deleted documents, and commits.</summary>
    /// <exception cref="InvalidOperationException">The index has more documents than a segment can hold, 4,194,304.</exception>
    public void MergeAll()
    {
        EndBuffer();
        if (DocumentCount > PostingFormat.MaxDocuments)
        {
            throw new InvalidOperationException(
                $"{_folder} has {DocumentCount:N0} documents; a segment holds at most {PostingFormat.MaxDocuments:N0}. Leave it in several.");
        }

        if (_segments.Count > 1 || _segments.Any(static segment => segment.HasDeletions))
        {
            Merge(0.._segments.Count);
        }

        WriteManifest();
    }

    /// <summary>Gives the index free for other writers; what was not committed is gone.</summary>
    public void Dispose()
    {
        _buffer?.Dispose();
        _lock.Dispose();
    }

    /// <summary>The manifest, or null where it cannot be read and is to be replaced.</summary>
    private static IndexManifest? Read(string folder, bool replace)
    {
        try
        {
            return IndexManifest.Read(folder);
        }
        catch (IndexFormatException) when (replace)
        {
            return null;
        }
    }

    private static FileStream Lock(string folder)
    {
        string path = Path.Combine(folder, LockFile);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new IOException($"{folder}: another process is writing this index. Try again when it has ended.", fault);
        }
    }

    private void EndBuffer()
    {
        if (_buffer is null)
        {
            return;
        }

        long length = _segments.Sum(static segment => segment.Segment.LiveTextLength) + _buffer.TextLength;
        _segments.Add(_buffer.Finish((double)length / Math.Max(1, DocumentCount)));
        _buffer = null;
    }

    private void Merge(Range range)
    {
        List<WritableSegment> merged = _segments[range];
        string path = _files.New(".bin");
        using (FileStream file = File.Create(path))
        {
            SegmentMerger.Merge([.. merged.Select(static segment => segment.Current())], file);
            file.Flush(flushToDisk: true);
        }

        int first = range.Start.Value;
        _segments.RemoveRange(first, merged.Count);
        WritableSegment result = WritableSegment.Open(path);
        if (result.LiveCount > 0)
        {
            _segments.Insert(first, result);
        }
    }

    private void WriteManifest()
    {
        foreach (WritableSegment segment in _segments)
        {
            segment.WriteDeletions(_files);
        }

        _manifest = _manifest with
        {
            Generation = _manifest.Generation + 1,
            NextFile = _files.Next,
            Segments = [.. _segments.Select(static segment => segment.Entry)],
        };
        _manifest.Write(_folder);
        SegmentFiles.DeleteAllBut(_folder, _manifest);
    }
}
