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
            return JsonDocument.Parse(InputFile.ReadBytes(path));
        }
        catch (JsonException e)
        {
            throw new TokenizerException($"{path}: not JSON ({e.Message}). Download it again.", e);
        }
    }
}
