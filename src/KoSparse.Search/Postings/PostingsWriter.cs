using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace KoSparse.Search.Postings;

/// <summary>Writes posting lists one after the other, then the table that finds them; see <see cref="PostingFormat"/>.</summary>
/// <param name="output">Takes the lists as they are added and, at <see cref="Finish"/>, the table.</param>
/// <param name="documentCount">Number of documents; those in the lists are below it.</param>
internal sealed class PostingsWriter(Stream output, int documentCount)
{
    private readonly int _blocks = PostingFormat.BlockCount(documentCount);
    private readonly List<int> _starts = [0];
    private readonly List<int> _counts = [];
    private readonly List<float> _largest = [];
    private readonly ArrayBufferWriter<byte> _data = new();
    private byte[] _head = [];

    /// <summary>Adds the next list.</summary>
    /// <param name="documents">Ascending, each once.</param>
    /// <param name="impacts">From 1 to 255, one for each document.</param>
    /// <param name="largest">The weight that impact 255 stands for.</param>
    public void Add(ReadOnlySpan<int> documents, ReadOnlySpan<byte> impacts, float largest)
    {
        int length = PostingFormat.IsLong(documents.Length, documentCount)
            ? WriteLong(documents, impacts)
            : WriteShort(documents, impacts);
        _starts.Add(checked(_starts[^1] + length));
        _counts.Add(documents.Length);
        _largest.Add(largest);
    }

    /// <summary>Writes the table and says how large the parts are.</summary>
    public PostingsLayout Finish()
    {
        output.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_starts)));
        output.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_counts)));
        output.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_largest)));
        return new PostingsLayout(documentCount, _counts.Count, _starts[^1]);
    }

    private int WriteShort(ReadOnlySpan<int> documents, ReadOnlySpan<byte> impacts)
    {
        int length = PostingFormat.ShortLength(documents.Length);
        Span<byte> list = Head(length);
        Span<ushort> blocks = MemoryMarshal.Cast<byte, ushort>(list[..(2 * documents.Length)]);
        Span<byte> places = list.Slice(2 * documents.Length, documents.Length);
        for (int i = 0; i < documents.Length; i++)
        {
            blocks[i] = (ushort)(documents[i] >> PostingFormat.BlockBits);
            places[i] = (byte)(documents[i] & (PostingFormat.BlockSize - 1));
        }

        impacts.CopyTo(list[(3 * documents.Length)..]);
        output.Write(list);
        return length;
    }

    private int WriteLong(ReadOnlySpan<int> documents, ReadOnlySpan<byte> impacts)
    {
        (int startsAt, int maximaAt, int headLength) = PostingFormat.LongParts(_blocks);
        Span<byte> head = Head(headLength);
        Span<ushort> starts = MemoryMarshal.Cast<byte, ushort>(head[startsAt..maximaAt]);
        _data.ResetWrittenCount();
        int group = 0;
        for (int block = 0, next = 0; block <= _blocks; block++)
        {
            if ((block & ((1 << PostingFormat.GroupBits) - 1)) == 0)
            {
                group = _data.WrittenCount;
                BinaryPrimitives.WriteInt32LittleEndian(head[(sizeof(int) * (block >> PostingFormat.GroupBits))..], group);
            }

            starts[block] = (ushort)(_data.WrittenCount - group);
            int first = next;
            while (next < documents.Length && documents[next] >> PostingFormat.BlockBits == block)
            {
                next++;
            }

            if (next > first)
            {
                head[maximaAt + block] = WriteBlock(documents[first..next], impacts[first..next]);
            }
        }

        output.Write(head);
        output.Write(_data.WrittenSpan);
        return headLength + _data.WrittenCount;
    }

    /// <summary>Appends the data of a block and gives its largest impact.</summary>
    private byte WriteBlock(ReadOnlySpan<int> documents, ReadOnlySpan<byte> impacts)
    {
        int count = documents.Length;
        int length = PostingFormat.DataLength(count);
        Span<byte> data = _data.GetSpan(length)[..length];
        data.Clear();
        byte largest = 0;
        for (int i = 0; i < count; i++)
        {
            int place = documents[i] & (PostingFormat.BlockSize - 1);
            largest = Math.Max(largest, impacts[i]);
            if (count < PostingFormat.DenseCount)
            {
                data[i] = (byte)place;
                data[count + i] = impacts[i];
            }
            else
            {
                data[place] = impacts[i];
            }
        }

        _data.Advance(length);
        return largest;
    }

    private Span<byte> Head(int length)
    {
        if (_head.Length < length)
        {
            _head = new byte[Math.Max(length, 2 * _head.Length)];
        }

        Span<byte> head = _head.AsSpan(0, length);
        head.Clear();
        return head;
    }
}
