using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace KoSparse.Files;

/// <summary>Tells devices, pipes and sockets from files: whoever renames a file to the name of one takes it from everybody.</summary>
public static class SpecialFile
{
    private const int WorkingFolder = -100; // AT_FDCWD
    private const uint ModeWanted = 1; // STATX_TYPE
    private const int ModeOffset = 28; // of stx_mode in struct statx, statx(2)
    private const int LengthOfStatx = 256;
    private const int KindBits = 0xF000;
    private const int Regular = 0x8000;
    private const int Folder = 0x4000;

    /// <summary>Fails where a path names one. A path that is not there yet, or a file, passes; so does everything on other systems than Linux.</summary>
    /// <exception cref="IOException">It does.</exception>
    public static void ThrowIfOne(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] found = new byte[LengthOfStatx];
        if (OperatingSystem.IsLinux()
            && Statx(WorkingFolder, System.Text.Encoding.UTF8.GetBytes(path + "\0"), 0, ModeWanted, found) == 0
            && (BinaryPrimitives.ReadUInt16LittleEndian(found.AsSpan(ModeOffset)) & KindBits) is not (Regular or Folder))
        {
            throw new IOException($"{path}: a device, a pipe or a socket, which no file may take the place of. Name a file.");
        }
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, byte[] path, int flags, uint wanted, byte[] found);
}
