using System.Security.Cryptography;

namespace KoSparse.Tests.Killing;

/// <summary>What <see cref="Killer"/> kills: it writes state n in the place of state n − 1, and tells which state a folder holds.</summary>
/// <param name="Write">Writes a state.</param>
/// <param name="Read">The state that a folder holds, whole; 0 for none, null where nothing opens before the next one has written.</param>
internal sealed record KilledWriter(Action<string, int> Write, Func<string, int?> Read)
{
    /// <summary>Whether a state is made of those before.</summary>
    public bool Grows { get; init; }

    /// <summary>Whether the old state goes before the new one is whole, as it can be made again.</summary>
    public bool MakesOver { get; init; }

    /// <summary>What the names of files have that a writer leaves when it cannot go on; null where it leaves nothing.</summary>
    public string? Begun { get; init; }

    /// <summary>What two folders of the same state have in common; by default their files.</summary>
    public Func<string, string[]> Contents { get; init; } = Files;

    /// <summary>Names of a folder's files.</summary>
    public static string[] Names(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];

    /// <summary>The bytes of a file.</summary>
    public static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));

    private static string[] Files(string folder) => [.. Names(folder).Select(file => $"{file} {Hash(Path.Combine(folder, file))}")];
}
