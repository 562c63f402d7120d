using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KoSparse.Search.Postings;

/// <summary>The list of one query term, ready to be added to scores.</summary>
internal readonly struct TermPostings
{
    private readonly PostingFormat _format;
    private readonly int _denseLength; // kept beside the format: they are asked for in every block
    private readonly int _groupBits;
    private readonly int _factor;
    private readonly int _start;
    private readonly int _length;
    private readonly int _startsAt;
    private readonly int _maximaAt;
    private readonly int _dataAt;

    /// <summary>Finds the list and checks it.</summary>
    public TermPostings(PostingLists postings, QueryTerm term)
    {
        (_format, _factor) = (postings.Format, term.Factor);
        (_denseLength, _groupBits) = (_format.DenseLength, _format.GroupBits);
        (_start, _length, Postings) = postings.Range(term.Term);
        IsLong = PostingFormat.IsLong(Postings, postings.DocumentCount);
        (_startsAt, _maximaAt, _dataAt) = _format.LongParts(postings.BlockCount);
    }

    /// <summary>Number of postings.</summary>
    public int Postings { get; }

    /// <summary>Whether the list is bounded block by block; a short one is counted.</summary>
    public bool IsLong { get; }

    /// <summary>Adds the part of a short list to the scores of all documents, and raises the best score of each block.</summary>
    public void Count(ReadOnlySpan<byte> lists, Span<int> scores, Span<int> bestInBlock)
    {
        ReadOnlySpan<byte> list = lists.Slice(_start, _length);
        ReadOnlySpan<ushort> blocks = MemoryMarshal.Cast<byte, ushort>(list[..(2 * Postings)]);
        ReadOnlySpan<byte> places = list.Slice(2 * Postings, blocks.Length);
        ReadOnlySpan<byte> bounds = list.Slice(3 * Postings, blocks.Length);
        for (int i = 0; i < blocks.Length; i++)
        {
            int block = blocks[i];
            int score = scores[(block << PostingFormat.BlockBits) + places[i]] += bounds[i] * _factor;
            bestInBlock[block] = Math.Max(bestInBlock[block], score);
        }
    }

    /// <summary>Sets the scores of the documents in a short list to 0.</summary>
    public void Uncount(ReadOnlySpan<byte> lists, Span<int> scores)
    {
        ReadOnlySpan<byte> list = lists.Slice(_start, _length);
        ReadOnlySpan<ushort> blocks = MemoryMarshal.Cast<byte, ushort>(list[..(2 * Postings)]);
        ReadOnlySpan<byte> places = list.Slice(2 * Postings, blocks.Length);
        for (int i = 0; i < blocks.Length; i++)
        {
            scores[(blocks[i] << PostingFormat.BlockBits) + places[i]] = 0;
        }
    }

    /// <summary>Adds the largest score that the term can give in each block.</summary>
    public void AddBounds(ReadOnlySpan<byte> lists, Span<int> bounds) =>
        AddProducts(lists.Slice(_start + _maximaAt, bounds.Length), bounds);

    /// <summary>Adds the scores that the term gives to the documents of a block, by a long list.</summary>
    /// <param name="lists">All lists.</param>
    /// <param name="block">The block.</param>
    /// <param name="scores">One for each of its 64 documents.</param>
    /// <param name="best">Raised to the largest of the scores that change.</param>
    /// <returns>What <see cref="AddBounds"/> added for this block.</returns>
    public int AddScores(ReadOnlySpan<byte> lists, int block, Span<int> scores, ref int best)
    {
        ReadOnlySpan<byte> list = lists.Slice(_start, _length);
        int largest = list[_maximaAt + block];
        if (largest == 0)
        {
            return 0;
        }

        ReadOnlySpan<byte> data = Data(list, block);
        if (data.Length == _denseLength)
        {
            best = Math.Max(best, AddProducts(data, scores));
        }
        else
        {
            int count = _format.Count(data.Length);
            best = Math.Max(best, Scatter(data[..count], data[count..], scores));
        }

        return largest * _factor;
    }

    /// <summary>How much of what <see cref="Count"/> and <see cref="AddScores"/> gave a document is too much: its score is of its impact, not of its bound.</summary>
    /// <returns>In parts of 2^<see cref="PostingFormat.ExcessBits"/>.</returns>
    public long Excess(ReadOnlySpan<byte> lists, int document)
    {
        ReadOnlySpan<byte> list = lists.Slice(_start, _length);
        return (long)_factor * (IsLong
            ? ExcessInBlock(Data(list, document >> PostingFormat.BlockBits), (byte)(document & (PostingFormat.BlockSize - 1)))
            : ExcessInShort(list, document));
    }

    private byte ExcessInBlock(ReadOnlySpan<byte> data, byte place)
    {
        if (data.Length == _denseLength)
        {
            return data[PostingFormat.BlockSize + place];
        }

        int count = _format.Count(data.Length);
        int at = data[..count].IndexOf(place);
        return at < 0 ? (byte)0 : data[(2 * count) + at];
    }

    private byte ExcessInShort(ReadOnlySpan<byte> list, int document)
    {
        ReadOnlySpan<ushort> blocks = MemoryMarshal.Cast<byte, ushort>(list[..(2 * Postings)]);
        ReadOnlySpan<byte> places = list.Slice(2 * Postings, Postings);
        for ((int low, int high) = (0, Postings); low < high;)
        {
            int middle = (low + high) / 2;
            int found = (blocks[middle] << PostingFormat.BlockBits) + places[middle];
            if (found == document)
            {
                return list[(4 * Postings) + middle];
            }

            (low, high) = found < document ? (middle + 1, high) : (low, middle);
        }

        return 0;
    }

    private ReadOnlySpan<byte> Data(ReadOnlySpan<byte> list, int block)
    {
        int start = DataStart(list, block);
        return list.Slice(_dataAt + start, DataStart(list, block + 1) - start);
    }

    private int DataStart(ReadOnlySpan<byte> list, int block) =>
        MemoryMarshal.Read<int>(list[(sizeof(int) * (block >> _groupBits))..])
        + MemoryMarshal.Read<ushort>(list[(_startsAt + (sizeof(ushort) * block))..]);

    /// <summary>Adds factor · bound for a few documents and gives the largest sum among theirs.</summary>
    private int Scatter(ReadOnlySpan<byte> places, ReadOnlySpan<byte> bounds, Span<int> scores)
    {
        ref int first = ref MemoryMarshal.GetReference(scores[..PostingFormat.BlockSize]);
        bounds = bounds[..places.Length];
        int best = 0;
        for (int i = 0; i < places.Length; i++)
        {
            ref int score = ref Unsafe.Add(ref first, places[i] & (PostingFormat.BlockSize - 1));
            score += bounds[i] * _factor;
            best = Math.Max(best, score);
        }

        return best;
    }

    /// <summary>Adds factor · bound to each sum and gives the largest sum.</summary>
    private int AddProducts(ReadOnlySpan<byte> bounds, Span<int> sums)
    {
        bounds = bounds[..sums.Length];
        ref byte bound = ref MemoryMarshal.GetReference(bounds);
        ref int sum = ref MemoryMarshal.GetReference(sums);
        Vector256<int> factor = Vector256.Create(_factor);
        Vector256<int> largest = Vector256<int>.Zero;
        int i = 0;
        for (; i <= sums.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            Vector256<ushort> wide = Vector256.WidenLower(Vector128.LoadUnsafe(ref bound, (nuint)i).ToVector256Unsafe());
            Vector256<int> low = (Vector256.WidenLower(wide).AsInt32() * factor) + Vector256.LoadUnsafe(ref sum, (nuint)i);
            Vector256<int> high = (Vector256.WidenUpper(wide).AsInt32() * factor) + Vector256.LoadUnsafe(ref sum, (nuint)i + 8);
            low.StoreUnsafe(ref sum, (nuint)i);
            high.StoreUnsafe(ref sum, (nuint)i + 8);
            largest = Vector256.Max(largest, Vector256.Max(low, high));
        }

        int best = 0;
        for (int lane = 0; lane < Vector256<int>.Count; lane++)
        {
            best = Math.Max(best, largest[lane]);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] += bounds[i] * _factor;
            best = Math.Max(best, sums[i]);
        }

        return best;
    }
}
