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

    private static CorpusFile Of(string path) => new(Path.GetFileName(path), new FileInfo(path).Length, DataFiles.Hash(path));
}
