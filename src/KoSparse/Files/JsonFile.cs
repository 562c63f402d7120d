using System.Text.Json;
using System.Text.Json.Nodes;

namespace KoSparse.Files;

/// <summary>Reads JSON files that others wrote.</summary>
public static class JsonFile
{
    /// <summary>What JSON can spell and a text cannot hold; the library's own exception for it says nothing.</summary>
    internal const string HalfPair = "it spells half of a surrogate pair";

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>The object of a file.</summary>
    /// <exception cref="JsonException">It is no JSON, no object, or says a name twice.</exception>
    /// <exception cref="IOException">It cannot be read, or is larger than <see cref="InputLimit.File"/>.</exception>
    public static JsonObject Read(string path) => ReadNode(path) as JsonObject ?? throw new JsonException("an object is expected");

    /// <summary>The object or the array of a file.</summary>
    /// <exception cref="JsonException">It is no JSON, null, or says a name twice.</exception>
    /// <exception cref="IOException">It cannot be read, or is larger than <see cref="InputLimit.File"/>.</exception>
    public static JsonNode ReadNode(string path)
    {
        try
        {
            return JsonNode.Parse(InputFile.ReadText(path), documentOptions: Options) ?? throw new JsonException("it holds null");
        }
        catch (InvalidOperationException fault)
        {
            throw new JsonException(HalfPair, fault);
        }
    }
}
