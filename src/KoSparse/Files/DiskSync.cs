using System.ComponentModel;
using System.Runtime.InteropServices;

namespace KoSparse.Files;

/// <summary>Brings files, and the names that folders give them, to the disk: a rename alone may be gone after the power was.</summary>
public static class DiskSync
{
    private const int ReadOnly = 0;

    /// <summary>Waits until the bytes of a file are on the disk.</summary>
    public static void File(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Waits until the names in a folder are on the disk: POSIX, fsync of a directory. Windows brings them there by itself.</summary>
    /// <exception cref="IOException">The system could not.</exception>
    public static void Folder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(System.Text.Encoding.UTF8.GetBytes(path + "\0"), ReadOnly);
        if (descriptor < 0 || Synchronise(descriptor) != 0)
        {
            string reason = new Win32Exception(Marshal.GetLastPInvokeError()).Message;
            _ = Close(descriptor);
            throw new IOException($"{path}: its names could not be brought to the disk ({reason}).");
        }

        _ = Close(descriptor);
    }

    /// <summary>Waits until all in a folder is on the disk, and the names of it.</summary>
    public static void Tree(string path)
    {
        foreach (string file in Directory.EnumerateFiles(path))
        {
            File(file);
        }

        foreach (string inner in Directory.EnumerateDirectories(path))
        {
            Tree(inner);
        }

        Folder(path);
    }

    /// <summary>The folder of a file.</summary>
    internal static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronise(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
