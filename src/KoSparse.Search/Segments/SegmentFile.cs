using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using KoSparse.Data;
using KoSparse.Search.Postings;
using KoSparse.Search.Storage;

namespace KoSparse.Search.Segments;

/// <summary>Puts the parts of a segment together, in the order of <see cref="SegmentFormat"/>.</summary>
/// <param name="output">Takes the bytes; stays open.</param>
/// <param name="scratch">Keeps tables while they grow.</param>
[SuppressMessage("Design", "CA1001", Justification = "A ChecksumStream has nothing to let go.")]
internal sealed class SegmentFile(Stream output, Scratch scratch)
{
    private readonly ChecksumStream _bytes = new(output);
    private readonly StringTableWriter _ids = new(scratch);
    private readonly ArrayBufferWriter<byte> _unpacked = new();
    private readonly SpilledBytes _blockFirsts = new(scratch);
    private readonly SpilledBytes _blockEnds = new(scratch);
    private readonly List<uint> _idHashes = []; // 16 MB for the documents that a segment holds at most
    private int _blockCount;
    private int _unpackedFirst;

    /// <summary>Number of documents so far.</summary>
    public int DocumentCount => _ids.Count;

    /// <summary>Number of bytes so far.</summary>
    public long Position => _bytes.Position;

    /// <summary>Stores the next document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="id">Its id in UTF-8.</param>
    public void Add(Document document, ReadOnlySpan<byte> id)
    {
        AddId(id);
        StoredDocuments.Append(_unpacked, document);
        if (_unpacked.WrittenCount >= StoredDocuments.BytesPerBlock)
        {
            PackRest();
        }
    }

    /// <summary>Stores a block of documents that is packed already.</summary>
    /// <param name="block">Its bytes.</param>
    /// <param name="segment">Has the documents.</param>
    /// <param name="documents">Their places there.</param>
    public void AddPacked(ReadOnlySpan<byte> block, SegmentReader segment, Range documents)
    {
        PackRest();
        AddBlock(_ids.Count, block);
        for (int document = documents.Start.Value; document < documents.End.Value; document++)
        {
            AddId(segment.Id(document));
        }

        _unpackedFirst = _ids.Count;
    }

    /// <summary>Ends the documents; the fields follow.</summary>
    /// <param name="idOrder">The documents by ascending id.</param>
    public SegmentDirectory WriteDocumentTables(IEnumerable<int> idOrder)
    {
        PackRest();
        long blocks = _bytes.Position;
        _blockFirsts.CopyTo(_bytes);
        _blockEnds.CopyTo(_bytes);
        StringTableLayout ids = _ids.Write(_bytes);
        long order = _bytes.Position;
        foreach (int document in idOrder)
        {
            _bytes.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in document)));
        }

        long filterOffset = _bytes.Position;
        byte[] filter = IdFilter.Of(CollectionsMarshal.AsSpan(_idHashes));
        _bytes.Write(filter);
        return new SegmentDirectory(
            _ids.Count, 0, blocks, _blockCount, ids, order, FieldLayout.Unwritten, FieldLayout.Unwritten, FieldLayout.Unwritten, filterOffset, filter.Length);
    }

    /// <summary>Writes a field.</summary>
    /// <param name="writeLists">Writes the lists, by ascending term, and adds the term of each to the table.</param>
    public FieldLayout WriteField(Func<Stream, StringTableWriter, PostingsLayout> writeLists)
    {
        long offset = _bytes.Position;
        StringTableWriter terms = new(scratch);
        PostingsLayout postings = writeLists(_bytes, terms);
        return new FieldLayout(terms.Write(_bytes), offset, postings);
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

    private void AddId(ReadOnlySpan<byte> id)
    {
        _ids.Add(id);
        _idHashes.Add(IdFilter.HashOf(id));
    }

    private void AddBlock(int firstDocument, ReadOnlySpan<byte> packed)
    {
        _blockFirsts.Add(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in firstDocument)));
        _bytes.Write(packed);
        long end = _bytes.Position;
        _blockEnds.Add(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in end)));
        _blockCount++;
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
