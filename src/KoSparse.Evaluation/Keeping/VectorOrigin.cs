using System.Security.Cryptography;
using System.Text.Json;
using KoSparse.Data;
using KoSparse.Files;

namespace KoSparse.Evaluation.Keeping;

/// <summary>What vectors were made of; others of the same origin would be equal.</summary>
/// <param name="Model">Hash over the files of the model's folder.</param>
/// <param name="Documents">Hash over the documents.</param>
/// <param name="Settings">What else acts on them.</param>
public sealed record VectorOrigin(string Model, string Documents, string Settings)
{
    /// <summary>The origin of vectors that a model gives documents.</summary>
    /// <param name="modelFolder">Folder with all files that act on vectors.</param>
    /// <param name="documents">The documents.</param>
    /// <param name="settings">What else acts on them, such as a length.</param>
    public static VectorOrigin Of(string modelFolder, IReadOnlyList<Document> documents, string settings = "") =>
        new(HashOfFolder(modelFolder), HashOfDocuments(documents), settings);

    /// <summary>Why vectors of another origin cannot stand for these, or null when they can.</summary>
    internal string? ReasonAgainst(VectorOrigin? other) =>
        other is null ? "none are kept"
            : other.Model != Model ? "the model has changed"
            : other.Documents != Documents ? "the documents have changed"
            : other.Settings != Settings ? $"they were made with {other.Settings}, not {Settings}"
            : null;

    /// <summary>The origin that a file tells; null where there is none or it is not understood.</summary>
    internal static VectorOrigin? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<VectorOrigin>(InputFile.ReadText(path)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal void Write(string path) => WholeFile.Write(path, JsonSerializer.Serialize(this));

    /// <summary>Texts for people, such as the model card, do not act on vectors.</summary>
    private static string HashOfFolder(string folder)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in Directory.GetFiles(folder).Where(path => !path.EndsWith(".md", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using FileStream file = File.OpenRead(path);
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(path)));
            hash.AppendData(SHA256.HashData(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string HashOfDocuments(IReadOnlyList<Document> documents)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Document document in documents)
        {
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(new[] { document.Id, document.Title, document.Text }));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
