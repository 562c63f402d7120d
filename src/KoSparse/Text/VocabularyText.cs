using System.Text.Json;
using KoSparse.Files;

namespace KoSparse.Text;

/// <summary>Reads WordPiece from <c>vocab.txt</c>, one token a line, with the settings of <c>tokenizer_config.json</c> beside it.</summary>
internal static class VocabularyText
{
    /// <summary>Reads the model; without settings it is composed text, split as BERT does, case kept.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lowers">Whether texts are written in lower case first, whatever the settings say.</param>
    /// <exception cref="TokenizerException">The file is empty, damaged, or has no special tokens.</exception>
    public static WordPieceModel Read(string path, bool lowers = false)
    {
        string[] vocabulary = Lines(path);
        using JsonDocument? settings = SettingsFile.Read(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "tokenizer_config.json"));
        JsonElement? root = settings?.RootElement;
        bool lowercase = Flag(root, "do_lower_case", otherwise: false);
        SpecialTokens special = SpecialTokenNames.Complete(path, vocabulary, SoundRoles(path, root, vocabulary), []);
        return new WordPieceModel
        {
            Vocabulary = vocabulary,
            SpecialTokens = special,
            AddedTokens = [.. special.All.Except(special.Others).Select(id => new AddedToken(vocabulary[id], id) { IsSpecial = true })],
            Normalizer = new BertNormalizer(
                CleanText: true,
                SplitHan: Flag(root, "tokenize_chinese_chars", otherwise: true),
                StripAccents: Flag(root, "strip_accents", otherwise: lowercase),
                Lowercase: lowercase || lowers),
        };
    }

    private static string[] Lines(string path)
    {
        try
        {
            return [.. InputFile.ReadLines(path)];
        }
        catch (InputException e)
        {
            throw new TokenizerException(e.Message, e);
        }
    }

    private static bool Flag(JsonElement? root, string name, bool otherwise) =>
        root is JsonElement settings && settings.TryGetProperty(name, out JsonElement value)
            && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : otherwise;

    /// <summary>JSON can spell half of a surrogate pair, which no string holds.</summary>
    private static Dictionary<string, int> SoundRoles(string path, JsonElement? root, string[] vocabulary)
    {
        try
        {
            return Roles(root, vocabulary);
        }
        catch (InvalidOperationException e)
        {
            throw new TokenizerException($"{path}: tokenizer_config.json beside it holds what is no text ({e.Message}). Download it again.", e);
        }
    }

    private static Dictionary<string, int> Roles(JsonElement? root, string[] vocabulary)
    {
        Dictionary<string, int> roles = new(StringComparer.Ordinal);
        if (root is not JsonElement settings)
        {
            return roles;
        }

        (string Role, string Name)[] names =
        [
            ("first", "cls_token"), ("last", "sep_token"), ("padding", "pad_token"), ("unknown", "unk_token"), ("mask", "mask_token"),
        ];
        foreach ((string role, string name) in names)
        {
            if (settings.TryGetProperty(name, out JsonElement token))
            {
                JsonElement content = token.ValueKind == JsonValueKind.Object && token.TryGetProperty("content", out JsonElement inner) ? inner : token;
                if (Array.IndexOf(vocabulary, content.ToString()) is int id and >= 0)
                {
                    roles[role] = id;
                }
            }
        }

        return roles;
    }
}
