using System.Text.Json;
using KoSparse.Files;

namespace KoSparse.Text;

/// <summary>A JSON file of settings beside a tokenizer, which may be missing.</summary>
internal static class SettingsFile
{
    /// <summary>Reads the file.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="TokenizerException">It is not JSON.</exception>
    public static JsonDocument? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var settings = JsonDocument.Parse(InputFile.ReadBytes(path));
            return settings.RootElement.ValueKind == JsonValueKind.Object ? settings : throw new JsonException("an object is expected");
        }
        catch (JsonException e)
        {
            throw new TokenizerException($"{path}: not JSON ({e.Message}). Download it again.", e);
        }
    }
}
