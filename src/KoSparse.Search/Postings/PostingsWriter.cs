using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KoSparse.Search.Storage;

namespace KoSparse.Search.Postings;

/// <summary>Writes posting lists one after the other, then the table that finds them; see <see cref="PostingFormat"/>.</summary>
/// <param name="output">Takes the lists as they are added and, at <see cref="Finish"/>, the table.</param>
/// <param name="documentCount">Number of documents; those in the lists are below it.</param>
/// <param name="format">How the lists lie.</param>
/// <param name="scratch">Keeps the table until then.</param>
internal sealed class PostingsWriter(Stream output, int documentCount, PostingFormat format, Scratch scratch)
{
    private readonly int _blocks = PostingFormat.BlockCount(documentCount);
    private readonly SpilledBytes _starts = new(scratch);
    private readonly SpilledBytes _counts = new(scratch);
    private readonly SpilledBytes _largest = new(scratch);
    private readonly ArrayBufferWriter<byte> _data = new();
    private byte[] _head = [];
    private int _terms;
    private int _end;

    /// <summary>Adds the next list.</summary>
    /// <param name="postings">By ascending document, each once.</param>
    /// <param name="largest">The weight that an impact of <see cref="PostingFormat.Steps"/> stands for.</param>
    public void Add(ReadOnlySpan<Posting> postings, float largest)
    {
        int length = PostingFormat.IsLong(postings.Length, documentCount) ? WriteLong(postings) : WriteShort(postings);
        Append(_starts, _end);
        Append(_counts, postings.Length);
        Append(_largest, largest);
        _end = checked(_end + length);
        _terms++;
    }

    /// <summary>Writes the table and says how large the parts are.</summary>
    public PostingsLayout Finish()
    {
        Append(_starts, _end);
        _starts.CopyTo(output);
        _counts.CopyTo(output);
        _largest.CopyTo(output);
        return new PostingsLayout(documentCount, _terms, _end, format.ImpactBytes);
    }

    private static void Append<T>(SpilledBytes table, T value) where T : unmanaged =>
        table.Add(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    private int WriteShort(ReadOnlySpan<Posting> postings)
    {
        int count = postings.Length;
        int length = format.ShortLength(count);
        Span<byte> list = Head(length);
        Span<ushort> blocks = MemoryMarshal.Cast<byte, ushort>(list[..(2 * count)]);
        Span<byte> places = list.Slice(2 * count, count);
        Span<byte> bounds = list.Slice(3 * count, count);
        Span<byte> excesses = list[(4 * count)..];
        for (int i = 0; i < count; i++)
        {
            int document = postings[i].Document;
            blocks[i] = (ushort)(document >> PostingFormat.BlockBits);
            places[i] = (byte)(document & (PostingFormat.BlockSize - 1));
            (bounds[i], byte excess) = format.Split(postings[i].Impact);
            if (format.HasExcess)
            {
                excesses[i] = excess;
            }
        }

        output.Write(list);
        return length;
    }

    private int WriteLong(ReadOnlySpan<Posting> postings)
    {
        (int startsAt, int maximaAt, int headLength) = format.LongParts(_blocks);
        Span<byte> head = Head(headLength);
        Span<ushort> starts = MemoryMarshal.Cast<byte, ushort>(head[startsAt..maximaAt]);
        _data.ResetWrittenCount();
        int group = 0;
        for (int block = 0, next = 0; block <= _blocks; block++)
        {
            if ((block & ((1 << format.GroupBits) - 1)) == 0)
            {
                group = _data.WrittenCount;
                BinaryPrimitives.WriteInt32LittleEndian(head[(sizeof(int) * (block >> format.GroupBits))..], group);
            }

            starts[block] = (ushort)(_data.WrittenCount - group);
            int first = next;
            while (next < postings.Length && postings[next].Document >> PostingFormat.BlockBits == block)
            {
                next++;
            }

            if (next > first)
            {
                head[maximaAt + block] = WriteBlock(postings[first..next]);
            }
        }

        output.Write(head);
        output.Write(_data.WrittenSpan);
        return headLength + _data.WrittenCount;
    }

    /// <summary>Appends the data of a block and gives its largest bound.</summary>
    private byte WriteBlock(ReadOnlySpan<Posting> postings)
    {
        int count = postings.Length;
        bool dense = format.IsDense(count);
        int length = format.DataLength(count);
        Span<byte> data = _data.GetSpan(length)[..length];
        data.Clear();
        Span<byte> bounds = dense ? data : data[count..];
        Span<byte> excesses = bounds[(dense ? PostingFormat.BlockSize : count)..];
        byte largest = 0;
        for (int i = 0; i < count; i++)
        {
            int place = postings[i].Document & (PostingFormat.BlockSize - 1);
            int at = dense ? place : i;
            if (!dense)
            {
                data[i] = (byte)place;
            }

            (bounds[at], byte excess) = format.Split(postings[i].Impact);
            largest = Math.Max(largest, bounds[at]);
            if (format.HasExcess)
            {
                excesses[at] = excess;
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
