using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Files;

namespace KoSparse.Encoding.Configuration;

/// <summary>A JSON file in a model's folder.</summary>
internal static class CheckpointJson
{
    /// <summary>Reads an object.</summary>
    /// <exception cref="CheckpointException">The file holds none, or says a name twice.</exception>
    public static JsonObject Read(string path)
    {
        try
        {
            return JsonFile.Read(path);
        }
        catch (JsonException fault)
        {
            throw new CheckpointException($"{path}: not JSON as it should be ({fault.Message.TrimEnd('.')}). Get the file again.", fault);
        }
    }
}
