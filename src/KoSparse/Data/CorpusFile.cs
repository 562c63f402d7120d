using System.Security.Cryptography;

namespace KoSparse.Data;

/// <summary>A file that something was computed from, so that a change of it can be told.</summary>
/// <param name="Name">File name without folder.</param>
/// <param name="Length">Size in bytes.</param>
/// <param name="Sha256">Hash of the bytes, lower-case hexadecimal.</param>
public sealed record CorpusFile(string Name, long Length, string Sha256)
{
    /// <summary>Describes the files that a pattern names; reads each to its end.</summary>
    /// <param name="pattern">As for <see cref="DataFiles.Find"/>.</param>
    public static IReadOnlyList<CorpusFile> Describe(string pattern) => [.. DataFiles.Find(pattern).Select(Of)];

    private static CorpusFile Of(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return new CorpusFile(Path.GetFileName(path), stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
