using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using KoSparse.Files;

namespace KoSparse.Search.Storage;

/// <summary>What an index consists of: the one file whose rename is a commit.</summary>
/// <param name="Version">Version of the format.</param>
/// <param name="Generation">Number of the commit, from 1.</param>
/// <param name="TokenizerHash">Hash of the tokenizer that the vectors are over.</param>
/// <param name="VocabularySize">Number of tokens; every token id is below it.</param>
/// <param name="NextFile">Number of the next new file; names are never used twice.</param>
/// <param name="Segments">The segments in the order of indexing.</param>
/// <param name="WeightBits">Bits of a weight in the vectors; 8 in indexes of before, which do not say it.</param>
internal sealed record IndexManifest(
    int Version,
    long Generation,
    string TokenizerHash,
    int VocabularySize,
    int NextFile,
    IReadOnlyList<SegmentEntry> Segments,
    int WeightBits = 8)
{
    /// <summary>The version that this program reads and writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Name of the file.</summary>
    public const string FileName = "index.json";

    /// <summary>Reads the manifest of a folder: a line of JSON, and a line with its CRC-32C.</summary>
    /// <exception cref="IndexFormatException">There is none, or it is damaged or of another version.</exception>
    public static IndexManifest Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new IndexFormatException($"{path} does not exist. Build the index with 'kosparse index'.");
        }

        string[] lines = InputFile.ReadText(path).Split('\n');
        if (lines.Length < 2 || lines[1] != Checksum(lines[0]))
        {
            throw IndexFormatException.Damaged(path, "does not match its checksum");
        }

        IndexManifest manifest = JsonSerializer.Deserialize(lines[0], IndexManifestJson.Default.IndexManifest)!;
        return manifest.Version == CurrentVersion
            ? manifest
            : throw new IndexFormatException(
                $"{path} has version {manifest.Version}, this program reads {CurrentVersion}. Build the index again with 'kosparse index'.");
    }

    /// <summary>As <see cref="Read"/>, with what tells this commit from others: its number, and the time of the file, as another index may take its place.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static (IndexManifest Manifest, (DateTime, long) Commit) ReadCommit(string folder)
    {
        DateTime time = File.GetLastWriteTimeUtc(Path.Combine(folder, FileName)); // before it is read: a newer one is then at worst read again
        IndexManifest manifest = Read(folder);
        return (manifest, (time, manifest.Generation));
    }

    /// <summary>Writes the manifest beside and renames it: from then on it is the index.</summary>
    public void Write(string folder)
    {
        string json = JsonSerializer.Serialize(this, IndexManifestJson.Default.IndexManifest);
        DiskSync.Folder(folder); // the names of the segments come to the disk before the file that names them
        WholeFile.Write(Path.Combine(folder, FileName), $"{json}\n{Checksum(json)}\n");
    }

    private static string Checksum(string json) => $"{PageChecksums.Of(Encoding.UTF8.GetBytes(json)):x8}";
}

/// <summary>Reads and writes <see cref="IndexManifest"/>.</summary>
[JsonSerializable(typeof(IndexManifest))]
internal sealed partial class IndexManifestJson : JsonSerializerContext;
