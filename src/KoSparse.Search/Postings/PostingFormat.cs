namespace KoSparse.Search.Postings;

/// <summary>How the postings of one term lie in bytes, little-endian; nothing is decoded before it is scored.</summary>
/// <remarks>
/// <para>Documents are cut into blocks of 64, so that a block's accumulators stay in registers and its filter is one ulong.
/// At most 65,536 blocks (4,194,304 documents) lie in one segment. An impact counts steps, at least one, of the list's
/// largest weight / <see cref="Steps"/>. Its <b>bound</b> is a byte from 1 to 255; with two bytes it is rounded up, and
/// stands for 256 steps, of which the <b>excess</b> (byte) are too many: impact = 256 · bound − excess.</para>
/// <para><b>Short list</b>, of at most 3/2 postings per block: block of each posting (uint16 × n), its place in the block
/// (byte × n), its bound (byte × n), its excess (byte × n, if impacts have two bytes).</para>
/// <para><b>Long list</b>: for every 1,024 blocks (512, if impacts have two bytes) the offset of their data (int32), then for
/// every block and one past the last the offset within those (uint16), the largest bound of every block (byte), the data. A
/// block's data are its n places, its n bounds and its n excesses, or, where that is not longer, a bound for each of its 64
/// documents, 0 for none, and 64 excesses.</para>
/// </remarks>
/// <param name="ImpactBytes">Bytes of an impact, 1 or 2.</param>
internal readonly record struct PostingFormat(int ImpactBytes)
{
    public const int BlockBits = 6;
    public const int BlockSize = 1 << BlockBits;
    public const int MaxBlocks = 1 << 16;
    public const int MaxDocuments = MaxBlocks * BlockSize;
    public const int LargestBound = byte.MaxValue;

    /// <summary>Bits of the steps that a bound stands for.</summary>
    public const int ExcessBits = 8;

    /// <summary>Impacts of one byte.</summary>
    public static PostingFormat Bytes { get; } = new(1);

    /// <summary>Whether impacts have an excess.</summary>
    public bool HasExcess => ImpactBytes == 2;

    /// <summary>The impact of a list's largest weight.</summary>
    public int Steps => HasExcess ? LargestBound << ExcessBits : LargestBound;

    /// <summary>Bits of a block's number within its group: all of it have at most 65,536 bytes, the last starts below.</summary>
    public int GroupBits => 11 - ImpactBytes;

    /// <summary>Bytes of a block that has room for each of its documents.</summary>
    public int DenseLength => ImpactBytes * BlockSize;

    public static int BlockCount(int documents) => (documents + BlockSize - 1) >> BlockBits;

    public static bool IsLong(int postings, int documents) => 2L * postings > 3L * BlockCount(documents);

    public int GroupCount(int blocks) => (blocks >> GroupBits) + 1;

    public int ShortLength(int postings) => (3 + ImpactBytes) * postings;

    public bool IsDense(int postings) => (1 + ImpactBytes) * postings >= DenseLength;

    public int DataLength(int postings) => IsDense(postings) ? DenseLength : (1 + ImpactBytes) * postings;

    /// <summary>Number of postings of a block whose data are not dense.</summary>
    public int Count(int dataLength) => HasExcess ? dataLength / 3 : dataLength / 2;

    /// <summary>Where the parts of a long list start, counted from its first byte.</summary>
    public (int Starts, int Maxima, int Data) LongParts(int blocks)
    {
        int starts = sizeof(int) * GroupCount(blocks);
        int maxima = starts + (sizeof(ushort) * (blocks + 1));
        return (starts, maxima, maxima + blocks);
    }

    /// <summary>Steps per unit of weight in a list with this largest weight.</summary>
    public float Scale(float largest) => Steps / largest;

    /// <summary>The impact of a weight; see <see cref="Scale"/>.</summary>
    public int Quantize(float weight, float scale) => Math.Clamp((int)MathF.Round(weight * scale), 1, Steps);

    /// <summary>The two parts of an impact.</summary>
    public (byte Bound, byte Excess) Split(int impact)
    {
        if (!HasExcess)
        {
            return ((byte)impact, 0);
        }

        int bound = (impact + LargestBound) >> ExcessBits;
        return ((byte)bound, (byte)((bound << ExcessBits) - impact));
    }

    /// <summary>The impact of two parts; no bound, no impact.</summary>
    public int Join(byte bound, byte excess) => HasExcess ? (bound << ExcessBits) - excess : bound;
}
