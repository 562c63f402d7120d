using KoSparse.Search.Storage;

namespace KoSparse.Search.Segments;

/// <summary>Byte strings by number; when they were written in ascending order, numbers by byte string.</summary>
internal sealed class StringTable
{
    private readonly CheckedBytes _bytes;
    private readonly long _offset;
    private readonly long _stringsAt;

    /// <summary>Reads what <see cref="StringTableWriter"/> wrote.</summary>
    public StringTable(CheckedBytes bytes, StringTableLayout layout)
    {
        (_bytes, _offset, Count) = (bytes, layout.Offset, layout.Count);
        _stringsAt = layout.Offset + (sizeof(int) * (layout.Count + 1L));
        if (layout.Count < 0 || layout.Offset < 0 || _stringsAt > bytes.Length)
        {
            throw IndexFormatException.Damaged(bytes.Name, $"promises {layout}, which it cannot hold");
        }
    }

    /// <summary>Number of strings.</summary>
    public int Count { get; }

    /// <summary>The string of a number, from 0.</summary>
    public ReadOnlySpan<byte> this[int number]
    {
        get
        {
            ReadOnlySpan<int> ends = _bytes.Slice<int>(_offset + (sizeof(int) * (long)number), 2);
            return _bytes.Slice(_stringsAt + ends[0], ends[1] - ends[0]);
        }
    }

    /// <summary>The number of a string among ascending ones, -1 when there is none.</summary>
    public int Find(ReadOnlySpan<byte> text)
    {
        int low = 0;
        for (int high = Count; low < high;)
        {
            int middle = (int)(((uint)low + (uint)high) / 2);
            int order = this[middle].SequenceCompareTo(text);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }

        return -1;
    }
}
