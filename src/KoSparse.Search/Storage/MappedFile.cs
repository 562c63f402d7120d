using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KoSparse.Search.Storage;

/// <summary>A file mapped read-only into memory until nothing refers to it any more.</summary>
internal sealed unsafe class MappedFile
{
    private const int DoNotNeed = 4; // MADV_DONTNEED, on Linux and macOS

    private readonly SafeMemoryMappedViewHandle? _view; // unmaps when it is collected; null where mapping failed

    /// <summary>Maps a whole file, which must not be empty.</summary>
    public MappedFile(string path)
    {
        Path = path;
        using FileStream file = File.OpenRead(path);
        Length = file.Length;
        using var mapping = MemoryMappedFile.CreateFromFile(
            file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        using MemoryMappedViewAccessor accessor = mapping.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        SafeMemoryMappedViewHandle view = accessor.SafeMemoryMappedViewHandle;
        byte* start = null;
        view.AcquirePointer(ref start); // counts a reference: disposing the accessor does not unmap
        _view = view;
        Start = start + accessor.PointerOffset;
    }

    ~MappedFile() => _view?.ReleasePointer();

    /// <summary>Path of the file.</summary>
    public string Path { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    /// <summary>The first byte.</summary>
    public byte* Start { get; }

    /// <summary>Bytes of the file; the range must be in it.</summary>
    public ReadOnlySpan<byte> Span(long offset, int length) => new(Start + offset, length);

    /// <summary>Takes what was read of the file out of this process's memory; it comes back when it is read. Windows does so by itself.</summary>
    public void Release()
    {
        if (_view is not null && !OperatingSystem.IsWindows())
        {
            _ = Advise(Start, (nuint)Length, DoNotNeed); // advice: where it is not taken, the memory is the system's to reclaim
        }
    }

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(byte* start, nuint length, int advice);
}
