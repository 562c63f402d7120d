using KoSparse.Data;
using KoSparse.Search.Analysis;
using KoSparse.Search.Postings;
using KoSparse.Search.Segments;
using KoSparse.Search.Storage;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Search.Indexing;

/// <summary>Changes an index on disk; nothing shows before <see cref="Commit"/>, and a commit is one rename. Not thread-safe.</summary>
/// <remarks>
/// Killed at any moment it leaves the last commit; files that no commit names are deleted by the next writer. Memory is
/// bounded: postings are spilled to files beside, merges stream, and an id is looked for in the segments themselves.
/// </remarks>
public sealed class IndexWriter : IDisposable
{
    /// <summary>Megabytes of memory that writing takes at most, where nothing else is said.</summary>
    public const int DefaultMemory = 512;

    /// <summary>The least bound that can be kept, in megabytes.</summary>
    public const int LeastMemory = 128;

    /// <summary>Bits of a weight in the vectors, where nothing else is said.</summary>
    public const int DefaultWeightBits = 8;

    private const int AddsBetweenReleases = 4096;

    private readonly string _folder;
    private readonly IndexMemory _memory;
    private readonly IndexLock _lock;
    private readonly List<WritableSegment> _segments = [];
    private readonly SegmentFiles _files;
    private IndexManifest _manifest;
    private BufferedSegment? _buffer;
    private int _adds;

    private IndexWriter(string folder, IndexLock held, IndexManifest manifest, bool replace, IndexMemory memory)
    {
        (_folder, _lock, _manifest, _memory) = (folder, held, manifest, memory);
        if (!replace)
        {
            _segments.AddRange(manifest.Segments.Select(entry => new WritableSegment(entry, LiveSegment.Open(folder, entry))));
        }

        _files = new SegmentFiles(folder, manifest.NextFile);
    }

    /// <summary>Number of documents that are not deleted, those to be committed included.</summary>
    public int DocumentCount => _segments.Sum(segment => segment.LiveCount) + (_buffer?.LiveCount ?? 0);

    /// <summary>Number of segments, without the one that documents are added to.</summary>
    public int SegmentCount => _segments.Count;

    private PostingFormat Vectors => new(_manifest.WeightBits / 8);

    /// <summary>Opens an index, or starts one when the folder has none.</summary>
    /// <param name="folder">Folder of the index; made when it does not exist.</param>
    /// <param name="vocabularySize">Number of tokens; every token id is below it.</param>
    /// <param name="tokenizerHash">Hash of the tokenizer that the vectors are over.</param>
    /// <param name="replace">Starts empty; the first commit takes the place of what is there.</param>
    /// <param name="memory">Megabytes of memory that writing may take, runtime included, whatever is added; at least <see cref="LeastMemory"/>.</param>
    /// <param name="weightBits">
    /// Bits of a weight in the vectors: 8, or 16, which costs a byte a term and ranks as the weights themselves do, but for some 1 / 130,000 of a
    /// term's largest. An index keeps what it was started with; null takes that, or <see cref="DefaultWeightBits"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="memory"/> is too small, or <paramref name="weightBits"/> neither 8 nor 16.</exception>
    /// <exception cref="IndexFormatException">The index is damaged, over another vocabulary, or has weights of other bits; not when it is replaced.</exception>
    /// <exception cref="IOException">Another writer has the index, or the folder holds something else.</exception>
    public static IndexWriter Open(
        string folder, int vocabularySize, string tokenizerHash = "", bool replace = false, int memory = DefaultMemory, int? weightBits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return weightBits is null or 8 or 16
            ? Open(folder, vocabularySize, tokenizerHash, replace, IndexMemory.Of(memory), weightBits)
            : throw new ArgumentOutOfRangeException(nameof(weightBits), weightBits, "A weight has 8 or 16 bits.");
    }

    /// <summary>As above, with shares of memory of any size.</summary>
    internal static IndexWriter Open(
        string folder, int vocabularySize, string tokenizerHash, bool replace, IndexMemory memory, int? weightBits = null) =>
        Open(folder, replace, memory, found =>
        {
            if (found is not null && !replace && (found.TokenizerHash != tokenizerHash || found.VocabularySize != vocabularySize))
            {
                throw new IndexFormatException(
                    $"{folder}: built with another tokenizer ({found.VocabularySize:N0} terms) than that given " +
                    $"({vocabularySize:N0}). Use the model that built it, or build it again with 'kosparse index'.");
            }

            if (found is not null && !replace && weightBits is not null && weightBits != found.WeightBits)
            {
                throw new IndexFormatException(
                    $"{folder}: its weights have {found.WeightBits} bits, not {weightBits}. Add to it as it is, or build it again with 'kosparse index'.");
            }

            int bits = weightBits ?? (replace ? DefaultWeightBits : found?.WeightBits ?? DefaultWeightBits);
            found ??= new IndexManifest(IndexManifest.CurrentVersion, 0, "", 0, NextFile: 1, []);
            return found with { TokenizerHash = tokenizerHash, VocabularySize = vocabularySize, WeightBits = bits };
        });

    /// <summary>Opens an existing index as it is, to delete or merge.</summary>
    /// <inheritdoc cref="Open(string, int, string, bool, int, int?)" path="/exception"/>
    public static IndexWriter Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _ = IndexManifest.Read(folder); // says what is missing before a folder and a lock are made
        return Open(folder, replace: false, IndexMemory.Of(DefaultMemory), found => found ?? IndexManifest.Read(folder));
    }

    /// <summary>Adds a document, in place of the one with the same id if there is one.</summary>
    /// <param name="document">Kept as it is, but for lone surrogates: UTF-8 has none, U+FFFD takes their place.</param>
    /// <param name="vector">Its terms; empty for a document that only text search finds.</param>
    /// <returns>Whether a document with this id was replaced.</returns>
    /// <exception cref="ArgumentException">A token is outside the vocabulary, or the fields are no JSON object; nothing is changed.</exception>
    /// <exception cref="IndexFormatException">A segment is damaged where the id is looked for; nothing is changed.</exception>
    public bool Add(Document document, SparseVector vector)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(vector);
        SearchVocabulary.ThrowIfOutside(vector, _manifest.VocabularySize, $"document '{document.Id}'");
        string id = SoundText.Of(document.Id);
        (WritableSegment Segment, int Place)[] committed = Committed(id); // all that can fail comes before the first change
        _buffer ??= new BufferedSegment(_files.New(".bin"), new KoreanAnalyzer(), Vectors, _memory, _files.NewScratch());
        bool replaced = _buffer.Add(id == document.Id ? document : document with { Id = id }, vector) | Delete(committed);
        if (_buffer.IsFull)
        {
            EndBuffer();
        }

        if (++_adds % AddsBetweenReleases == 0)
        {
            _segments.ForEach(static segment => segment.Segment.Reader.Release());
        }

        return replaced;
    }

    /// <summary>Deletes a document.</summary>
    /// <returns>Whether there was one with this id.</returns>
    /// <exception cref="IndexFormatException">A segment is damaged where the id is looked for; nothing is changed.</exception>
    public bool Delete(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        id = SoundText.Of(id);
        (WritableSegment Segment, int Place)[] committed = Committed(id);
        return (_buffer?.Delete(id) ?? false) | Delete(committed);
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

    /// <summary>Merges all segments into one, or into as few as have room for a million documents each, without deleted ones, and commits.</summary>
    public void MergeAll()
    {
        EndBuffer();
        foreach (Range range in MergePolicy.Groups(_segments).Reverse().ToArray()) // from the end: those before keep their places
        {
            if (_segments[range].Count > 1 || _segments[range].Any(static segment => segment.HasDeletions))
            {
                Merge(range);
            }
        }

        WriteManifest();
    }

    /// <summary>Gives the index free for other writers; what was not committed is gone.</summary>
    public void Dispose()
    {
        try
        {
            _buffer?.Dispose();
            _files.DeleteUncommitted(_manifest);
        }
        finally
        {
            _lock.Dispose();
        }
    }

    /// <summary>Takes the lock first: what was seen of the folder before may be another writer's work in between.</summary>
    /// <param name="folder">Folder of the index.</param>
    /// <param name="replace">Whether a manifest that cannot be read is as none.</param>
    /// <param name="memory">What the writer may take.</param>
    /// <param name="begin">Makes of the manifest that is there, or of none, the one to begin with.</param>
    private static IndexWriter Open(string folder, bool replace, IndexMemory memory, Func<IndexManifest?, IndexManifest> begin)
    {
        var held = IndexLock.Take(folder);
        try
        {
            IndexManifest? found = File.Exists(Path.Combine(folder, IndexManifest.FileName)) ? Read(folder, replace) : null;
            IndexWriter writer = new(folder, held, begin(found), replace, memory);
            if (found is not null)
            {
                SegmentFiles.DeleteAllBut(folder, found);
            }

            return writer;
        }
        catch
        {
            held.Dispose();
            throw;
        }
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

    /// <summary>Where documents with an id are that the next commit still has.</summary>
    private (WritableSegment Segment, int Place)[] Committed(string id) =>
        [.. _segments.Select(segment => (Segment: segment, Place: segment.Find(id))).Where(static found => found.Place >= 0)];

    private static bool Delete((WritableSegment Segment, int Place)[] found)
    {
        foreach ((WritableSegment segment, int place) in found)
        {
            segment.Delete([place]);
        }

        return found.Length > 0;
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
        using (Scratch scratch = _files.NewScratch())
        {
            SegmentMerger.Merge([.. merged.Select(static segment => segment.Current())], file, Vectors, scratch);
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

        IndexManifest next = _manifest with
        {
            Generation = _manifest.Generation + 1,
            NextFile = _files.Next,
            Segments = [.. _segments.Select(static segment => segment.Entry)],
        };
        next.Write(_folder);
        _manifest = next;
        SegmentFiles.DeleteAllBut(_folder, _manifest);
    }
}
