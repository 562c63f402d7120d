using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using KoSparse.Data;
using KoSparse.Search.Postings;
using KoSparse.Search.Storage;

namespace KoSparse.Search.Segments;

/// <summary>Puts the parts of a segment together, in the order of <see cref="SegmentFormat"/>.</summary>
/// <param name="output">Takes the bytes; stays open.</param>
[SuppressMessage("Design", "CA1001", Justification = "A ChecksumStream has nothing to let go.")]
internal sealed class SegmentFile(Stream output)
{
    private readonly ChecksumStream _bytes = new(output);
    private readonly List<ReadOnlyMemory<byte>> _ids = [];
    private readonly ArrayBufferWriter<byte> _unpacked = new();
    private readonly List<int> _blockFirsts = [];
    private readonly List<long> _blockEnds = [];
    private int _unpackedFirst;

    /// <summary>Number of documents so far.</summary>
    public int DocumentCount => _ids.Count;

    /// <summary>Stores the next document.</summary>
    public void Add(Document document)
    {
        _ids.Add(Encoding.UTF8.GetBytes(document.Id));
        StoredDocuments.Append(_unpacked, document);
        if (_unpacked.WrittenCount >= StoredDocuments.BytesPerBlock)
        {
            PackRest();
        }
    }

    /// <summary>Stores a block of documents that is packed already.</summary>
    public void AddPacked(ReadOnlySpan<byte> block, IEnumerable<ReadOnlyMemory<byte>> ids)
    {
        PackRest();
        AddBlock(_ids.Count, block);
        _ids.AddRange(ids);
        _unpackedFirst = _ids.Count;
    }

    /// <summary>Ends the documents; the fields follow.</summary>
    public SegmentDirectory WriteDocumentTables()
    {
        PackRest();
        long blocks = _bytes.Position;
        _bytes.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_blockFirsts)));
        _bytes.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_blockEnds)));
        StringTableLayout ids = StringTable.Write(_bytes, _ids);
        long order = _bytes.Position;
        _bytes.Write(MemoryMarshal.AsBytes<int>(IdOrder.Of(_ids)));
        return new SegmentDirectory(_ids.Count, 0, blocks, _blockEnds.Count, ids, order, FieldLayout.Unwritten, FieldLayout.Unwritten, FieldLayout.Unwritten);
    }

    /// <summary>Writes a field.</summary>
    /// <param name="terms">Its terms, ascending; read after the lists are written.</param>
    /// <param name="writeLists">Writes the lists, one for each term.</param>
    public FieldLayout WriteField(IEnumerable<ReadOnlyMemory<byte>> terms, Func<Stream, PostingsLayout> writeLists)
    {
        long offset = _bytes.Position;
        PostingsLayout postings = writeLists(_bytes);
        return new FieldLayout(StringTable.Write(_bytes, terms), offset, postings);
    }

    /// <summary>Ends the segment.</summary>
    public void Finish(SegmentDirectory directory)
    {
        long covered = _bytes.Position;
        _bytes.Complete();
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(directory, SegmentDirectoryJson.Default.SegmentDirectory);
        byte[] end = [.. MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_bytes.Checksums)), .. json];
        var trailer = new SegmentFormat.Trailer(
            covered, PageChecksums.Of(end), json.Length, SegmentFormat.Version, Checksum: 0, SegmentFormat.Magic);
        trailer = trailer with { Checksum = trailer.OwnChecksum() };
        output.Write(end);
        output.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<SegmentFormat.Trailer>(in trailer)));
    }

    private void AddBlock(int firstDocument, ReadOnlySpan<byte> packed)
    {
        _blockFirsts.Add(firstDocument);
        _bytes.Write(packed);
        _blockEnds.Add(_bytes.Position);
    }

    private void PackRest()
    {
        if (_unpacked.WrittenCount > 0)
        {
            AddBlock(_unpackedFirst, StoredDocuments.Pack(_unpacked.WrittenSpan).Span);
            _unpacked.ResetWrittenCount();
        }

        _unpackedFirst = _ids.Count;
    }
}
