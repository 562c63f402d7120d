namespace KoSparse.Search.Postings;

/// <summary>How the postings of one term lie in bytes, little-endian; nothing is decoded before it is scored.</summary>
/// <remarks>
/// <para>Documents are cut into blocks of 64, so that a block's accumulators stay in registers and its filter is one ulong.
/// At most 65,536 blocks (4,194,304 documents) lie in one segment. An impact is a byte from 1 to 255, in steps of the
/// list's largest weight / 255.</para>
/// <para><b>Short list</b>, of at most 3/2 postings per block: block of each posting (uint16 × n), its place in the block
/// (byte × n), its impact (byte × n).</para>
/// <para><b>Long list</b>: for every 1,024 blocks the offset of their data (int32), then for every block and one past the
/// last the offset within those (uint16), the largest impact of every block (byte), the data. A block's data are its n
/// places and then its n impacts, or, from 32 postings on, one impact for each of its 64 documents, 0 for none.</para>
/// </remarks>
internal static class PostingFormat
{
    public const int BlockBits = 6;
    public const int BlockSize = 1 << BlockBits;
    public const int MaxBlocks = 1 << 16;
    public const int MaxDocuments = MaxBlocks * BlockSize;
    public const int LargestImpact = byte.MaxValue;

    /// <summary>Bits of a block's number within its group: 1,024 blocks have at most 65,536 bytes, the last starts below.</summary>
    public const int GroupBits = 10;

    /// <summary>From so many postings a block takes less room as one impact per document.</summary>
    public const int DenseCount = BlockSize / 2;

    public static int BlockCount(int documents) => (documents + BlockSize - 1) >> BlockBits;

    public static bool IsLong(int postings, int documents) => 2L * postings > 3L * BlockCount(documents);

    public static int GroupCount(int blocks) => (blocks >> GroupBits) + 1;

    public static int ShortLength(int postings) => 4 * postings;

    public static int DataLength(int postings) => postings < DenseCount ? 2 * postings : BlockSize;

    /// <summary>Where the parts of a long list start, counted from its first byte.</summary>
    public static (int Starts, int Maxima, int Data) LongParts(int blocks)
    {
        int starts = sizeof(int) * GroupCount(blocks);
        int maxima = starts + (sizeof(ushort) * (blocks + 1));
        return (starts, maxima, maxima + blocks);
    }

    /// <summary>Impacts per unit of weight in a list with this largest weight.</summary>
    public static float Scale(float largest) => LargestImpact / largest;

    /// <summary>The impact of a weight; see <see cref="Scale"/>.</summary>
    public static byte Quantize(float weight, float scale) =>
        (byte)Math.Clamp((int)MathF.Round(weight * scale), 1, LargestImpact);
}
