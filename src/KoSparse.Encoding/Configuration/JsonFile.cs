using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Files;

namespace KoSparse.Encoding.Configuration;

/// <summary>A JSON file in a model's folder.</summary>
internal static class JsonFile
{
    /// <summary>Reads an object.</summary>
    /// <exception cref="CheckpointException">The file holds none.</exception>
    public static JsonObject Read(string path)
    {
        try
        {
            return JsonNode.Parse(InputFile.ReadText(path)) as JsonObject ?? throw new JsonException("it holds no object");
        }
        catch (JsonException fault)
        {
            throw new CheckpointException($"{path}: not JSON as it should be ({fault.Message.TrimEnd('.')}). Get the file again.", fault);
        }
    }
}
