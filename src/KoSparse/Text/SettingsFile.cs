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
            bool isSound = settings.RootElement.ValueKind == JsonValueKind.Object && settings.RootElement.EnumerateObject().All(setting => setting.Name.Length >= 0);
            return isSound ? settings : throw new JsonException("an object is expected");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter where a name is half of a surrogate pair
        {
            throw new TokenizerException($"{path}: not JSON ({e.Message}). Download it again.", e);
        }
    }
}
