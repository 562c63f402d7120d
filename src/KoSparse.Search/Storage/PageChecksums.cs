using System.Numerics;
using System.Runtime.InteropServices;

namespace KoSparse.Search.Storage;

/// <summary>CRC-32C of every 64 KiB of a file, each compared once, when it is first used.</summary>
/// <param name="coveredLength">Bytes covered, from the start of the file.</param>
/// <param name="expected">One checksum per page; the last page may be shorter.</param>
internal sealed class PageChecksums(long coveredLength, uint[] expected)
{
    public const int PageSize = 1 << 16;

    private readonly bool[] _good = new bool[expected.Length]; // written with the same value by whoever checks first

    /// <summary>Bytes covered.</summary>
    public long CoveredLength => coveredLength;

    /// <summary>Pages that have been compared and are good.</summary>
    public int PagesGood => _good.Count(static good => good);

    /// <summary>Pages that so many bytes take.</summary>
    public static int CountFor(long bytes) => checked((int)((bytes + PageSize - 1) / PageSize));

    /// <summary>The checksum of bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            sum = BitOperations.Crc32C(sum, word);
        }

        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..])
        {
            sum = BitOperations.Crc32C(sum, rest);
        }

        return ~sum;
    }

    /// <summary>Checks the pages that hold a range, which must be covered.</summary>
    /// <exception cref="IndexFormatException">A page does not match.</exception>
    public void Check(MappedFile file, long offset, long length)
    {
        if (length == 0)
        {
            return;
        }

        int last = (int)((offset + length - 1) / PageSize);
        for (int page = (int)(offset / PageSize); page <= last; page++)
        {
            if (!_good[page])
            {
                CheckPage(file, page);
            }
        }
    }

    private void CheckPage(MappedFile file, int page)
    {
        long start = (long)page * PageSize;
        if (Of(file.Span(start, (int)Math.Min(PageSize, coveredLength - start))) != expected[page])
        {
            throw IndexFormatException.Damaged(file.Path, $"does not match its checksum at byte {start}");
        }

        _good[page] = true;
    }
}
