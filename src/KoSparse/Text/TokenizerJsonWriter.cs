using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using KoSparse.Files;

namespace KoSparse.Text;

/// <summary>Writes WordPiece as Hugging Face's <c>tokenizer.json</c>.</summary>
internal static class TokenizerJsonWriter
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>Writes the file.</summary>
    public static void Write(string path, WordPieceModel model, int maxLength)
    {
        JsonObject vocabulary = [];
        for (int id = 0; id < model.Vocabulary.Length; id++)
        {
            vocabulary[model.Vocabulary[id]] = id;
        }

        JsonObject root = new()
        {
            ["version"] = "1.0",
            ["truncation"] = Truncation(maxLength),
            ["padding"] = Padding(model),
            ["added_tokens"] = new JsonArray([.. model.AddedTokens.OrderBy(t => t.Id).Select(t => AddedToken(t.Text, t.Id))]),
            ["normalizer"] = Normalizer(model.Normalizer),
            ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
            ["post_processor"] = PostProcessor(model),
            ["decoder"] = new JsonObject { ["type"] = "WordPiece", ["prefix"] = model.ContinuingPrefix, ["cleanup"] = true },
            ["model"] = new JsonObject
            {
                ["type"] = "WordPiece",
                ["unk_token"] = model.Vocabulary[model.SpecialTokens.Unknown],
                ["continuing_subword_prefix"] = model.ContinuingPrefix,
                ["max_input_chars_per_word"] = model.MaxWordLength,
                ["vocab"] = vocabulary,
            },
        };
        File.WriteAllText(path, root.ToJsonString(Options));
    }

    /// <summary>Makes a <c>tokenizer.json</c> truncate where the model does, and pad no further than the longest text of a batch: what it was trained with may differ.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxLength">Longest text in tokens.</param>
    /// <param name="lowers">Whether it writes texts in lower case, whatever it said before.</param>
    public static void SetUp(string path, int maxLength, bool lowers)
    {
        JsonObject root = JsonFile.Read(path);
        JsonNode before = root.DeepClone();
        if (lowers)
        {
            Lower(root);
        }

        root["truncation"] = Truncation(maxLength);
        if (root["padding"] is JsonObject padding)
        {
            padding["strategy"] = "BatchLongest";
            padding["pad_to_multiple_of"] = null;
        }

        if (!JsonNode.DeepEquals(before, root))
        {
            File.WriteAllText(path, root.ToJsonString(Options));
        }
    }

    /// <summary>Makes a tokenizer write texts in lower case, before its other steps; BERT's has a setting for it.</summary>
    public static void Lower(JsonObject root)
    {
        JsonNode? own = root["normalizer"];
        JsonNode?[] steps = own?["type"]?.ToString() == "Sequence" ? [.. own["normalizers"]!.AsArray()] : own is null ? [] : [own];
        if (steps.FirstOrDefault(step => step?["type"]?.ToString() == "BertNormalizer") is JsonObject bert)
        {
            if (bert["lowercase"]?.GetValueKind() == JsonValueKind.True)
            {
                return;
            }

            bert["strip_accents"] ??= bert["lowercase"]?.DeepClone(); // which it would follow
            bert["lowercase"] = true;
        }
        else if (!steps.Any(step => step?["type"]?.ToString() == "Lowercase"))
        {
            root["normalizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["normalizers"] = new JsonArray([new JsonObject { ["type"] = "Lowercase" }, .. steps.Select(step => step?.DeepClone())]),
            };
        }
    }

    private static JsonObject Truncation(int maxLength) => new()
    {
        ["direction"] = "Right",
        ["max_length"] = maxLength,
        ["strategy"] = "LongestFirst",
        ["stride"] = 0,
    };

    private static JsonObject Padding(WordPieceModel model) => new()
    {
        ["strategy"] = "BatchLongest",
        ["direction"] = "Right",
        ["pad_to_multiple_of"] = null,
        ["pad_id"] = model.SpecialTokens.Padding,
        ["pad_type_id"] = 0,
        ["pad_token"] = model.Vocabulary[model.SpecialTokens.Padding],
    };

    private static JsonObject AddedToken(string text, int id) => new()
    {
        ["id"] = id,
        ["content"] = text,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = true,
    };

    private static JsonObject Normalizer(BertNormalizer normalizer) => new()
    {
        ["type"] = "Sequence",
        ["normalizers"] = new JsonArray(
            new JsonObject { ["type"] = "NFC" },
            new JsonObject
            {
                ["type"] = "BertNormalizer",
                ["clean_text"] = normalizer.CleanText,
                ["handle_chinese_chars"] = normalizer.SplitHan,
                ["strip_accents"] = normalizer.StripAccents,
                ["lowercase"] = normalizer.Lowercase,
            }),
    };

    private static JsonObject PostProcessor(WordPieceModel model)
    {
        int first = model.SpecialTokens.First;
        int last = model.SpecialTokens.Last;
        string firstText = model.Vocabulary[first];
        string lastText = model.Vocabulary[last];
        JsonObject Special(string text, int type) =>
            new() { ["SpecialToken"] = new JsonObject { ["id"] = text, ["type_id"] = type } };
        JsonObject Sequence(string name, int type) =>
            new() { ["Sequence"] = new JsonObject { ["id"] = name, ["type_id"] = type } };
        JsonObject Ids(string text, int id) =>
            new() { ["id"] = text, ["ids"] = new JsonArray(id), ["tokens"] = new JsonArray(text) };
        return new JsonObject
        {
            ["type"] = "TemplateProcessing",
            ["single"] = new JsonArray(Special(firstText, 0), Sequence("A", 0), Special(lastText, 0)),
            ["pair"] = new JsonArray(
                Special(firstText, 0), Sequence("A", 0), Special(lastText, 0), Sequence("B", 1), Special(lastText, 1)),
            ["special_tokens"] = new JsonObject { [firstText] = Ids(firstText, first), [lastText] = Ids(lastText, last) },
        };
    }
}
