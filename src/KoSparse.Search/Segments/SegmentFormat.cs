using System.Runtime.InteropServices;
using KoSparse.Search.Storage;

namespace KoSparse.Search.Segments;

/// <summary>Layout of a segment file, little-endian.</summary>
/// <remarks>
/// Stored documents; table of their blocks; ids, their order and their filter; the fields (terms, lists, table of lists); CRC-32C of every
/// 64 KiB of all this (uint32 each); <see cref="SegmentDirectory"/> as JSON; the <see cref="Trailer"/>.
/// Opening checks directory and trailer; every other byte is checked before its first use.
/// </remarks>
internal static class SegmentFormat
{
    /// <summary>What is written: 2, which may have impacts of two bytes. Version 1 is read as well.</summary>
    public const int Version = 2;

    /// <summary>"KOSPARSE", read as a number.</summary>
    public const ulong Magic = 0x4553_5241_5053_4F4B;

    public static int TrailerLength => Marshal.SizeOf<Trailer>();

    /// <summary>The end of the file.</summary>
    /// <param name="DirectoryChecksum">CRC-32C of the page checksums and the directory.</param>
    /// <param name="DirectoryLength">Bytes of the directory.</param>
    /// <param name="CoveredLength">Bytes before the page checksums.</param>
    /// <param name="Version">Version of the format.</param>
    /// <param name="Checksum">CRC-32C of the four before it.</param>
    /// <param name="Magic">Says what file this is.</param>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public readonly record struct Trailer(
        long CoveredLength, uint DirectoryChecksum, int DirectoryLength, int Version, uint Checksum, ulong Magic)
    {
        /// <summary>The checksum of the values before <see cref="Checksum"/>.</summary>
        public uint OwnChecksum()
        {
            Trailer trailer = this;
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<Trailer>(in trailer));
            return PageChecksums.Of(bytes[..^(sizeof(uint) + sizeof(ulong))]);
        }
    }
}
