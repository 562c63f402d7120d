using KoSparse.Search.Storage;

namespace KoSparse.Search.Segments;

/// <summary>Tells of most ids that a segment does not have them, by a look into 64 bytes: without it, each look for an id reads some twenty pages, and soon all that ids take.</summary>
/// <remarks>
/// A Bloom filter in blocks (Putze, Sanders, Singler, "Cache-, Hash- and Space-Efficient Bloom Filters", 2009): 12 bits a document, six of them set in the block of
/// its id. Of ids that are not there, fewer than two in a hundred look as if they were.
/// </remarks>
internal static class IdFilter
{
    private const int BitsPerDocument = 12;
    private const int BitsPerId = 6;
    private const int PlaceBits = 9;
    private const int BlockBytes = 1 << (PlaceBits - 3);

    /// <summary>The hash of an id, the same in every process (FNV-1a, its bits mixed as Murmur3 does).</summary>
    public static uint HashOf(ReadOnlySpan<byte> id)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte next in id)
        {
            hash = unchecked((hash ^ next) * 0x100000001B3);
        }

        hash = unchecked((hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD);
        return (uint)(hash >> 32);
    }

    /// <summary>The filter of ids; empty where there are none.</summary>
    /// <param name="hashes">Of the ids.</param>
    public static byte[] Of(ReadOnlySpan<uint> hashes)
    {
        const int BlockBits = 8 * BlockBytes;
        int blocks = (int)(((BitsPerDocument * (long)hashes.Length) + BlockBits - 1) / BlockBits);
        byte[] filter = new byte[blocks * BlockBytes];
        foreach (uint hash in hashes)
        {
            Span<byte> block = filter.AsSpan(BlockOf(hash, blocks) * BlockBytes, BlockBytes);
            ulong places = PlacesOf(hash);
            for (int i = 0; i < BitsPerId; i++, places >>= PlaceBits)
            {
                block[(int)(places >> 3) & (BlockBytes - 1)] |= (byte)(1 << ((int)places & 7));
            }
        }

        return filter;
    }

    /// <summary>Whether an id may be among those of a filter; false where it certainly is not.</summary>
    /// <param name="bytes">Has the filter.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="hash">Of the id.</param>
    public static bool MayHold(CheckedBytes bytes, long offset, int length, uint hash)
    {
        ReadOnlySpan<byte> block = bytes.Slice(offset + (BlockOf(hash, length / BlockBytes) * (long)BlockBytes), BlockBytes);
        ulong places = PlacesOf(hash);
        for (int i = 0; i < BitsPerId; i++, places >>= PlaceBits)
        {
            if ((block[(int)(places >> 3) & (BlockBytes - 1)] & (1 << ((int)places & 7))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static int BlockOf(uint hash, int blocks) => (int)((hash * (ulong)blocks) >> 32);

    /// <summary>Six places in a block, nine bits each; of the hash's other bits than the block.</summary>
    private static ulong PlacesOf(uint hash) => unchecked(hash * 0x9E3779B97F4A7C15) >> 10;
}
