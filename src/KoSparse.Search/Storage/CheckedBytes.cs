using System.Runtime.InteropServices;

namespace KoSparse.Search.Storage;

/// <summary>The bytes of a segment, in memory or mapped from a file; a page of a file is checked before its first use.</summary>
/// <remarks>
/// A mapped file is let go by the garbage collector, never by hand, so that no search can read what is gone. Who holds a
/// span keeps this object alive (<see cref="GC.KeepAlive"/>). See <c>docs/adr/0005-postings-that-are-not-decoded.md</c>.
/// </remarks>
internal sealed unsafe class CheckedBytes
{
    private readonly byte[]? _memory;
    private readonly MappedFile? _file;
    private readonly PageChecksums? _checksums;

    /// <summary>Bytes in memory, which nobody else changes.</summary>
    public CheckedBytes(byte[] memory) => (_memory, Length, Name) = (memory, memory.Length, "memory");

    /// <summary>The first bytes of a mapped file, covered by checksums.</summary>
    public CheckedBytes(MappedFile file, PageChecksums checksums) =>
        (_file, _checksums, Length, Name) = (file, checksums, checksums.CoveredLength, file.Path);

    /// <summary>Number of bytes.</summary>
    public long Length { get; }

    /// <summary>Path of the file, for messages.</summary>
    public string Name { get; }

    /// <summary>Pages of the file that have been checked, as they were read; 0 in memory.</summary>
    public int PagesRead => _checksums?.PagesGood ?? 0;

    /// <summary>Bytes that have been checked.</summary>
    /// <exception cref="IndexFormatException">A page does not match its checksum, or the range is not in the segment.</exception>
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        Check(offset, length);
        return Unchecked(offset, length);
    }

    /// <summary>Values that have been checked.</summary>
    public ReadOnlySpan<T> Slice<T>(long offset, int count) where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(Slice(offset, checked(count * sizeof(T))));

    /// <summary>Bytes of which the reader checks the parts that it uses.</summary>
    public ReadOnlySpan<byte> Unchecked(long offset, int length)
    {
        ThrowIfOutside(offset, length);
        return _memory is not null
            ? _memory.AsSpan((int)offset, length)
            : new ReadOnlySpan<byte>(_file!.Start + offset, length);
    }

    /// <summary>Checks the pages that hold a range, those that have not been checked.</summary>
    public void Check(long offset, long length)
    {
        ThrowIfOutside(offset, length);
        _checksums?.Check(_file!, offset, length);
    }

    /// <summary>Lets the system have the memory of what was read of a file; it is read again when it is used.</summary>
    public void Release() => _file?.Release();

    private void ThrowIfOutside(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > Length - length)
        {
            throw IndexFormatException.Damaged(Name, $"promises {length} bytes at {offset}, past its end at {Length}");
        }
    }
}
