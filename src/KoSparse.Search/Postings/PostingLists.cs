using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KoSparse.Search.Storage;

namespace KoSparse.Search.Postings;

/// <summary>For every term the documents that hold it, ascending, and the impact of the term in each; immutable.</summary>
/// <remarks>An impact q stands for the weight q · largest weight of the list / <see cref="PostingFormat.Steps"/>.</remarks>
internal sealed class PostingLists
{
    private readonly CheckedBytes _bytes;
    private readonly long _offset;
    private readonly PostingsLayout _layout;

    public PostingLists(CheckedBytes bytes, long offset, PostingsLayout layout)
    {
        bool impossible = layout.Documents is < 0 or > PostingFormat.MaxDocuments || layout.Terms < 0 || layout.ListBytes < 0 || layout.ImpactBytes is not (1 or 2);
        if (impossible || offset < 0 || offset > bytes.Length - layout.Length)
        {
            throw IndexFormatException.Damaged(bytes.Name, $"promises {layout} at {offset}, which it cannot hold");
        }

        (_bytes, _offset, _layout) = (bytes, offset, layout);
    }

    /// <summary>How the lists lie.</summary>
    public PostingFormat Format => new(_layout.ImpactBytes);

    /// <summary>Number of documents; those in the lists are below it.</summary>
    public int DocumentCount => _layout.Documents;

    /// <summary>Number of lists, empty ones included; every term is below it.</summary>
    public int TermCount => _layout.Terms;

    /// <summary>Bytes of the lists and of the table that finds them.</summary>
    public long ByteLength => _layout.Length;

    public int BlockCount => PostingFormat.BlockCount(DocumentCount);

    /// <summary>All lists; those in use are checked by <see cref="Range"/>.</summary>
    public ReadOnlySpan<byte> ListBytes => _bytes.Unchecked(_offset, _layout.ListBytes);

    /// <summary>How many documents hold a term.</summary>
    public int DocumentFrequency(int term) => Entry<int>(_layout.Terms + 1 + term);

    /// <summary>The largest weight of a term in any document, 0 when no document holds it.</summary>
    public float LargestWeight(int term) => Entry<float>((2 * _layout.Terms) + 1 + term);

    /// <summary>The weight of a term in one document, 0 when the document does not hold it.</summary>
    public float Weight(int term, int document)
    {
        (int[] documents, int[] impacts) = Decode(term);
        int place = Array.BinarySearch(documents, document);
        GC.KeepAlive(_bytes);
        return place < 0 ? 0 : impacts[place] * LargestWeight(term) / Format.Steps;
    }

    /// <summary>The documents that hold a term, ascending, and its impacts in them.</summary>
    public (int[] Documents, int[] Impacts) Decode(int term)
    {
        (_, _, int count) = Range(term);
        int[] documents = new int[count];
        int[] impacts = new int[count];
        Decode(term, documents, impacts);
        return (documents, impacts);
    }

    /// <summary>As <see cref="Decode(int)"/>, to where there is room for all of them.</summary>
    /// <param name="term">The term.</param>
    /// <param name="documents">As long as the <see cref="DocumentFrequency"/> of the term.</param>
    /// <param name="impacts">As long.</param>
    public void Decode(int term, Span<int> documents, Span<int> impacts)
    {
        (int start, int length, int count) = Range(term);
        ReadOnlySpan<byte> list = ListBytes.Slice(start, length);
        int found = PostingFormat.IsLong(count, DocumentCount)
            ? DecodeLong(list, documents, impacts)
            : DecodeShort(list, documents, impacts);
        if (found != count)
        {
            throw Contradiction(term);
        }
    }

    /// <summary>Checks the bytes of all lists and of the table that finds them.</summary>
    public void CheckAll() => _bytes.Check(_offset, ByteLength);

    /// <summary>Where a list lies in <see cref="ListBytes"/>, checked.</summary>
    public (int Start, int Length, int Count) Range(int term)
    {
        int start = Entry<int>(term);
        int end = Entry<int>(term + 1);
        int count = DocumentFrequency(term);
        if (start < 0 || end < start || end > _layout.ListBytes || count < 0 || count > DocumentCount
            || (PostingFormat.IsLong(count, DocumentCount)
                ? end - start < Format.LongParts(BlockCount).Data
                : end - start != Format.ShortLength(count)))
        {
            throw Contradiction(term);
        }

        _bytes.Check(_offset + start, end - start);
        return (start, end - start, count);
    }

    public IndexFormatException Contradiction(int term) =>
        IndexFormatException.Damaged(_bytes.Name, $"contradicts itself in the postings of its term {term}");

    private int DecodeShort(ReadOnlySpan<byte> list, Span<int> documents, Span<int> impacts)
    {
        PostingFormat format = Format;
        int count = documents.Length;
        ReadOnlySpan<ushort> blocks = MemoryMarshal.Cast<byte, ushort>(list[..(2 * count)]);
        for (int i = 0; i < count; i++)
        {
            documents[i] = (blocks[i] << PostingFormat.BlockBits) + list[(2 * count) + i];
            impacts[i] = format.Join(list[(3 * count) + i], format.HasExcess ? list[(4 * count) + i] : (byte)0);
        }

        return count;
    }

    private int DecodeLong(ReadOnlySpan<byte> list, Span<int> documents, Span<int> impacts)
    {
        PostingFormat format = Format;
        int found = 0;
        for (int block = 0; block < BlockCount; block++)
        {
            ReadOnlySpan<byte> data = BlockData(list, block);
            bool dense = data.Length == format.DenseLength;
            int count = dense ? PostingFormat.BlockSize : format.Count(data.Length);
            ReadOnlySpan<byte> bounds = dense ? data : data[count..];
            for (int i = 0; i < count; i++)
            {
                if (bounds[i] > 0 && found < documents.Length)
                {
                    documents[found] = (block << PostingFormat.BlockBits) + (dense ? i : data[i]);
                    impacts[found++] = format.Join(bounds[i], format.HasExcess ? bounds[count + i] : (byte)0);
                }
            }
        }

        return found;
    }

    private ReadOnlySpan<byte> BlockData(ReadOnlySpan<byte> list, int block)
    {
        (int startsAt, _, int dataAt) = Format.LongParts(BlockCount);
        int start = Start(list, block);
        int end = Start(list, block + 1);
        return list[dataAt..].Slice(start, end - start);

        int Start(ReadOnlySpan<byte> list, int block) =>
            BinaryPrimitives.ReadInt32LittleEndian(list[(sizeof(int) * (block >> Format.GroupBits))..])
            + BinaryPrimitives.ReadUInt16LittleEndian(list[(startsAt + (sizeof(ushort) * block))..]);
    }

    private T Entry<T>(int place) where T : unmanaged => _bytes.Slice<T>(_offset + _layout.ListBytes + (4L * place), 1)[0];
}
