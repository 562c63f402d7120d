using System.Text.Json;
using KoSparse.Files;

namespace KoSparse.Text;

/// <summary>JSON files of token ids, each bound to the tokenizer that it was made with.</summary>
internal static class TokenFile
{
    private static readonly JsonSerializerOptions Options = new(SnakeCaseJson.Strict) { WriteIndented = false };

    /// <summary>Writes a file; its folder is created.</summary>
    public static void Write<T>(string path, T content)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        WholeFile.Write(path, JsonSerializer.Serialize(content, Options) + "\n");
    }

    /// <summary>Reads a file and checks that it belongs to a tokenizer.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tokenizer">The tokenizer in use.</param>
    /// <param name="command">What makes the file anew.</param>
    /// <param name="hashOf">The tokenizer hash that the content names.</param>
    /// <param name="idsOf">The content's token ids.</param>
    /// <exception cref="TokenFileException">It is missing, damaged, or of another tokenizer.</exception>
    public static T Read<T>(
        string path, Tokenizer tokenizer, string command, Func<T, string> hashOf, Func<T, IReadOnlyList<int>> idsOf)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tokenizer);
        T content;
        try
        {
            content = JsonSerializer.Deserialize<T>(InputFile.ReadBytes(path), Options)
                ?? throw new JsonException("it holds null");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new TokenFileException($"{path}: cannot be read ({e.Message}). Make it with '{command}'.", e);
        }

        if (hashOf(content) != tokenizer.Hash)
        {
            throw new TokenFileException(
                $"{path}: made with another tokenizer (hash {hashOf(content)}, in use is {tokenizer.Hash}). Make it anew with '{command}'.");
        }

        foreach (int id in idsOf(content))
        {
            if (id < 0 || id >= tokenizer.Vocabulary.Count)
            {
                throw new TokenFileException($"{path}: holds the id {id}, outside the vocabulary. Make it anew with '{command}'.");
            }
        }

        return content;
    }
}
