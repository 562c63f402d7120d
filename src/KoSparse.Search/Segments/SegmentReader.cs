using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using KoSparse.Search.Storage;

namespace KoSparse.Search.Segments;

/// <summary>One segment, mapped or in memory; immutable and safe to share between threads.</summary>
internal sealed class SegmentReader
{
    private readonly CheckedBytes _bytes;
    private readonly SegmentDirectory _directory;
    private readonly StringTable _ids;

    private SegmentReader(CheckedBytes bytes, SegmentDirectory directory, uint checksum)
    {
        (_bytes, _directory, Checksum) = (bytes, directory, checksum);
        _ids = new StringTable(bytes, directory.Ids);
        Documents = new StoredDocuments(bytes, directory.BlocksOffset, directory.BlockCount);
        Vectors = new InvertedField(bytes, directory.Vectors);
        Text = new InvertedField(bytes, directory.Text);
        Keywords = new InvertedField(bytes, directory.Keywords);
        int documents = directory.Documents;
        if (_ids.Count != documents || Fields.Any(field => field.Postings.DocumentCount != documents))
        {
            throw IndexFormatException.Damaged(bytes.Name, $"has {documents} documents, but its parts have others");
        }
    }

    /// <summary>Path of the file.</summary>
    public string Name => _bytes.Name;

    /// <summary>Checksum of the checksums of all its bytes.</summary>
    public uint Checksum { get; }

    /// <summary>Number of documents, deleted ones included.</summary>
    public int DocumentCount => _directory.Documents;

    /// <summary>Terms in all texts together, repeats included.</summary>
    public long TextLength => _directory.TextLength;

    /// <summary>Pages of the file that have been read, see <see cref="PageChecksums"/>; 0 in memory.</summary>
    public int PagesRead => _bytes.PagesRead;

    /// <summary>Bytes of the lists of its longest field.</summary>
    public int LongestField => Fields.Max(static one => one.Postings.ListBytes.Length);

    /// <summary>Vectors: terms are token ids.</summary>
    public InvertedField Vectors { get; }

    /// <summary>Text: terms of the analyzer.</summary>
    public InvertedField Text { get; }

    /// <summary>Keywords: fields with their values.</summary>
    public InvertedField Keywords { get; }

    /// <summary>Stored documents.</summary>
    public StoredDocuments Documents { get; }

    private InvertedField[] Fields => [Vectors, Text, Keywords];

    /// <summary>Maps a file; its directory and trailer are checked.</summary>
    /// <exception cref="IndexFormatException">They are damaged, or of another version.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static SegmentReader Open(string path)
    {
        if (new FileInfo(path).Length < SegmentFormat.TrailerLength)
        {
            throw IndexFormatException.Damaged(path, "ends early");
        }

        MappedFile file = new(path);
        (SegmentFormat.Trailer trailer, ReadOnlyMemory<byte> end) =
            ReadEnd(path, file.Length, (offset, length) => file.Span(offset, length).ToArray());
        int pages = PageChecksums.CountFor(trailer.CoveredLength);
        uint[] checksums = MemoryMarshal.Cast<byte, uint>(end.Span[..(pages * sizeof(uint))]).ToArray();
        CheckedBytes bytes = new(file, new PageChecksums(trailer.CoveredLength, checksums));
        return new SegmentReader(bytes, ReadDirectory(path, end[(pages * sizeof(uint))..]), trailer.DirectoryChecksum);
    }

    /// <summary>Reads a segment that was written to memory.</summary>
    public static SegmentReader InMemory(byte[] segment)
    {
        (SegmentFormat.Trailer trailer, ReadOnlyMemory<byte> end) =
            ReadEnd("memory", segment.Length, (offset, length) => segment.AsSpan((int)offset, length).ToArray());
        SegmentDirectory directory =
            ReadDirectory("memory", end[(PageChecksums.CountFor(trailer.CoveredLength) * sizeof(uint))..]);
        return new SegmentReader(new CheckedBytes(segment), directory, trailer.DirectoryChecksum);
    }

    /// <summary>Checks every byte and every list.</summary>
    /// <exception cref="IndexFormatException">The file is damaged.</exception>
    public void CheckAll()
    {
        _bytes.Check(0, _bytes.Length);
        foreach (InvertedField field in Fields)
        {
            for (int term = 0; term < field.Postings.TermCount; term++)
            {
                field.Postings.Decode(term);
            }
        }
    }

    /// <summary>Checks all that a search reads before it has its hits, so that no search waits for it.</summary>
    /// <exception cref="IndexFormatException">The file is damaged.</exception>
    public void CheckLists()
    {
        foreach (InvertedField field in Fields)
        {
            field.Postings.CheckAll();
        }
    }

    /// <summary>The id of a document.</summary>
    public ReadOnlySpan<byte> Id(int document) => _ids[document];

    /// <summary>The document at a place in the ascending order of ids.</summary>
    public int InIdOrder(int place) => _bytes.Slice<int>(_directory.IdOrderOffset + (sizeof(int) * (long)place), 1)[0];

    /// <summary>Lets the system have the memory of what was read; it is read again from the file when it is used.</summary>
    public void Release() => _bytes.Release();

    /// <summary>The document with an id, the last one of several; -1 when there is none.</summary>
    public int Find(string id)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(id);
        if (_directory.IdFilterLength > 0 && !IdFilter.MayHold(_bytes, _directory.IdFilterOffset, _directory.IdFilterLength, IdFilter.HashOf(wanted)))
        {
            return -1;
        }

        ReadOnlySpan<int> order = _bytes.Slice<int>(_directory.IdOrderOffset, DocumentCount);
        int low = 0;
        for (int high = DocumentCount; low < high;)
        {
            int middle = (low + high) / 2;
            (low, high) = _ids[order[middle]].SequenceCompareTo(wanted) < 0 ? (middle + 1, high) : (low, middle);
        }

        int found = -1;
        for (; low < DocumentCount && _ids[order[low]].SequenceEqual(wanted); low++)
        {
            found = Math.Max(found, order[low]);
        }

        return found;
    }

    private static (SegmentFormat.Trailer Trailer, ReadOnlyMemory<byte> End) ReadEnd(
        string path, long length, Func<long, int, byte[]> read)
    {
        int trailerLength = SegmentFormat.TrailerLength;
        var trailer = MemoryMarshal.Read<SegmentFormat.Trailer>(read(length - trailerLength, trailerLength));
        if (trailer.Magic != SegmentFormat.Magic || trailer.Checksum != trailer.OwnChecksum())
        {
            throw IndexFormatException.Damaged(path, "does not end as a segment does");
        }

        if (trailer.Version is < 1 or > SegmentFormat.Version)
        {
            throw new IndexFormatException(
                $"{path} has version {trailer.Version}, this program reads {SegmentFormat.Version}. " +
                "Build the index again with 'kosparse index'.");
        }

        long endLength = length - trailerLength - trailer.CoveredLength;
        long promised = (PageChecksums.CountFor(trailer.CoveredLength) * (long)sizeof(uint)) + trailer.DirectoryLength;
        if (endLength != promised)
        {
            throw IndexFormatException.Damaged(path, $"has {length} bytes, not those that its end promises");
        }

        byte[] end = read(trailer.CoveredLength, checked((int)endLength));
        return PageChecksums.Of(end) == trailer.DirectoryChecksum
            ? (trailer, end)
            : throw IndexFormatException.Damaged(path, "does not match the checksum of its directory");
    }

    private static SegmentDirectory ReadDirectory(string path, ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json.Span, SegmentDirectoryJson.Default.SegmentDirectory)!;
        }
        catch (JsonException fault)
        {
            throw new IndexFormatException($"{path}: its directory cannot be read ({fault.Message}). Build the index again.", fault);
        }
    }
}
