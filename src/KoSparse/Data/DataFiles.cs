using System.IO.Compression;
using System.Security.Cryptography;

namespace KoSparse.Data;

/// <summary>Finds and creates data files, plain or compressed.</summary>
public static class DataFiles
{
    /// <summary>Whether a pattern names any file.</summary>
    public static bool Exist(string pattern) => Matching(pattern).Length > 0;

    /// <summary>The files that a pattern names, in ordinal order.</summary>
    /// <param name="pattern">A path whose file name may hold <c>*</c> and <c>?</c>, such as <c>data/v24.0/train_*.jsonl</c>.</param>
    /// <exception cref="FileNotFoundException">No file matches.</exception>
    public static IReadOnlyList<string> Find(string pattern)
    {
        string[] found = Matching(pattern);
        if (found.Length == 0)
        {
            throw new FileNotFoundException(
                $"{pattern}: no such file. Correct the path; only the file's name may hold * and ?.",
                pattern);
        }

        Array.Sort(found, StringComparer.Ordinal);
        return found;
    }

    /// <summary>Creates a file; a name that ends in <c>.gz</c> is packed on the way.</summary>
    public static Stream Create(string path)
    {
        FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        return path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Optimal) : file;
    }

    /// <summary>SHA-256 of a file's bytes as they lie on the disk, lower-case hexadecimal.</summary>
    public static string Hash(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static string[] Matching(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        string name = Path.GetFileName(pattern);
        string folder = Path.GetDirectoryName(pattern) is { Length: > 0 } given ? given : ".";
        return !name.AsSpan().ContainsAny('*', '?')
            ? File.Exists(pattern) ? [pattern] : []
            : Directory.Exists(folder) ? Directory.GetFiles(folder, name) : [];
    }
}
