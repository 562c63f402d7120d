using System.Runtime.InteropServices;
using KoSparse.Files;
using KoSparse.Search.Storage;

namespace KoSparse.Search.Segments;

/// <summary>A file with the live documents of a segment: one bit each, then the CRC-32C of these bytes.</summary>
internal static class Deletions
{
    /// <summary>Writes the file to the disk.</summary>
    public static void Write(string path, ulong[] live)
    {
        ReadOnlySpan<byte> bits = MemoryMarshal.AsBytes<ulong>(live);
        using FileStream file = File.Create(path);
        file.Write(bits);
        file.Write(BitConverter.GetBytes(PageChecksums.Of(bits)));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="documents">Number of documents of the segment.</param>
    /// <exception cref="IndexFormatException">It is damaged, or for another segment.</exception>
    public static ulong[] Read(string path, int documents)
    {
        byte[] bytes = InputFile.ReadBytes(path);
        int length = (documents + 63) / 64 * sizeof(ulong);
        if (bytes.Length != length + sizeof(uint)
            || PageChecksums.Of(bytes.AsSpan(0, length)) != BitConverter.ToUInt32(bytes, length))
        {
            throw IndexFormatException.Damaged(path, "does not match its checksum");
        }

        return MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan(0, length)).ToArray();
    }
}
