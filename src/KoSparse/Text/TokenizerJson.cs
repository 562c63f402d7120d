using System.Text.Json;
using KoSparse.Files;

namespace KoSparse.Text;

/// <summary>Reads WordPiece from Hugging Face's <c>tokenizer.json</c>.</summary>
internal static class TokenizerJson
{
    /// <summary>Reads a WordPiece model.</summary>
    /// <exception cref="TokenizerException">The file is damaged, or asks for something that KoSparse does not do.</exception>
    public static WordPieceModel Read(string path)
    {
        using JsonDocument document = Parse(path);
        try
        {
            return Read(path, document.RootElement);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new TokenizerException($"{path}: not in the form of Hugging Face tokenizers ({e.Message}). Download it again.", e);
        }
    }

    private static WordPieceModel Read(string path, JsonElement root)
    {
        if (KindOf(root) != "WordPiece")
        {
            throw new TokenizerException(
                $"{path}: the model is '{KindOf(root)}'. KoSparse reads WordPiece from tokenizer.json and SentencePiece " +
                "from sentencepiece.bpe.model or tokenizer.model: put that file into the folder.");
        }

        RequireBertWords(path, root);
        JsonElement model = root.GetProperty("model");
        (string Text, int Id, bool IsSpecial)[] added = [.. AddedTokens(root)];
        string[] vocabulary = Vocabulary(path, model.GetProperty("vocab"), added);
        string unknown = model.GetProperty("unk_token").GetString()!;
        Dictionary<string, int> known = Roles(root);
        known["unknown"] = Array.IndexOf(vocabulary, unknown) is int id and >= 0
            ? id
            : throw new TokenizerException($"{path}: the vocabulary lacks its own unknown token '{unknown}'. Download it again.");
        return new WordPieceModel
        {
            Vocabulary = vocabulary,
            AddedTokens = [.. added.Select(t => (t.Text, t.Id))],
            SpecialTokens = SpecialTokenNames.Complete(path, vocabulary, known, added.Where(t => t.IsSpecial).Select(t => t.Id)),
            Normalizer = Normalizer(path, root),
            ContinuingPrefix = model.GetProperty("continuing_subword_prefix").GetString()!,
            MaxWordLength = model.TryGetProperty("max_input_chars_per_word", out JsonElement max) ? max.GetInt32() : 100,
        };
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(InputFile.ReadBytes(path));
        }
        catch (JsonException e)
        {
            throw new TokenizerException($"{path}: not JSON ({e.Message}). Download it again.", e);
        }
    }

    private static string KindOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("model", out JsonElement model)
            && model.ValueKind == JsonValueKind.Object && model.TryGetProperty("type", out JsonElement type)
            ? type.ToString()
            : "";

    private static IEnumerable<(string Text, int Id, bool IsSpecial)> AddedTokens(JsonElement root) =>
        root.TryGetProperty("added_tokens", out JsonElement added) && added.ValueKind == JsonValueKind.Array
            ? added.EnumerateArray().Select(t => (
                t.GetProperty("content").GetString()!, t.GetProperty("id").GetInt32(), t.GetProperty("special").GetBoolean()))
            : [];

    private static string[] Vocabulary(string path, JsonElement vocab, (string Text, int Id, bool IsSpecial)[] added)
    {
        (string Text, int Id)[] all =
        [
            .. vocab.EnumerateObject().Select(t => (t.Name, t.Value.GetInt32())),
            .. added.Select(t => (t.Text, t.Id)),
        ];
        if (all.Length == 0)
        {
            throw new TokenizerException($"{path}: the vocabulary holds no tokens. Download it again.");
        }

        // A few ids may be free, but a table as long as a damaged id says must not be made.
        int last = all.Max(t => t.Id);
        string?[] strings = new string[last < 4L * all.Length ? last + 1 : 0];
        foreach ((string text, int id) in all)
        {
            if (id < 0 || id >= strings.Length || (strings[id] is string taken && taken != text))
            {
                throw new TokenizerException($"{path}: the id {id} of the token '{text}' is out of range or taken. Download it again.");
            }

            strings[id] = text;
        }

        // Ids that no token has: a model may have been given more rows than its vocabulary.
        return [.. strings.Select((text, id) => text ?? $"[unused{id}]")];
    }

    /// <summary>Special tokens as the post-processor and the padding place them: by id, whatever the names say.</summary>
    private static Dictionary<string, int> Roles(JsonElement root)
    {
        Dictionary<string, int> roles = new(StringComparer.Ordinal);
        if (root.TryGetProperty("padding", out JsonElement padding) && padding.ValueKind == JsonValueKind.Object)
        {
            roles["padding"] = padding.GetProperty("pad_id").GetInt32();
        }

        if (!root.TryGetProperty("post_processor", out JsonElement processor) || processor.ValueKind != JsonValueKind.Object)
        {
            return roles;
        }

        if (processor.TryGetProperty("single", out JsonElement single))
        {
            JsonElement tokens = processor.GetProperty("special_tokens");
            roles["first"] = TemplateId(single[0], tokens);
            roles["last"] = TemplateId(single[single.GetArrayLength() - 1], tokens);
        }
        else if (processor.TryGetProperty("cls", out JsonElement first))
        {
            roles["first"] = first[1].GetInt32();
            roles["last"] = processor.GetProperty("sep")[1].GetInt32();
        }

        return roles;
    }

    private static int TemplateId(JsonElement piece, JsonElement tokens) =>
        tokens.GetProperty(piece.GetProperty("SpecialToken").GetProperty("id").GetString()!).GetProperty("ids")[0].GetInt32();

    private static BertNormalizer Normalizer(string path, JsonElement root)
    {
        BertNormalizer result = BertNormalizer.Nfc;
        foreach (JsonElement step in Steps(root, "normalizer", "normalizers"))
        {
            result = step.GetProperty("type").GetString() switch
            {
                "NFC" => result,
                "Lowercase" => result with { Lowercase = true },
                "StripAccents" => result with { StripAccents = true },
                "BertNormalizer" => new BertNormalizer(
                    CleanText: step.GetProperty("clean_text").GetBoolean(),
                    SplitHan: step.GetProperty("handle_chinese_chars").GetBoolean(),
                    StripAccents: IsTrue(step.GetProperty("strip_accents"), otherwise: step.GetProperty("lowercase")),
                    Lowercase: step.GetProperty("lowercase").GetBoolean()),
                string other => throw new TokenizerException(
                    $"{path}: the normalizer '{other}' is not one of NFC, Lowercase, StripAccents, BertNormalizer. " +
                    "Use another tokenizer, or one without that step."),
                null => throw new FormatException("a normalizer without type"),
            };
        }

        return result;
    }

    private static void RequireBertWords(string path, JsonElement root)
    {
        string[] steps = [.. Steps(root, "pre_tokenizer", "pretokenizers").Select(s => s.GetProperty("type").GetString() ?? "")];
        if (steps is not ["BertPreTokenizer"])
        {
            throw new TokenizerException(
                $"{path}: the pre-tokenizer is '{string.Join(", ", steps)}'; WordPiece is read with BertPreTokenizer only. " +
                "Use a tokenizer of the BERT family.");
        }
    }

    /// <summary>The steps of a part of the pipeline, sequences opened.</summary>
    private static JsonElement[] Steps(JsonElement holder, string name, string nested)
    {
        if (!holder.TryGetProperty(name, out JsonElement part) || part.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        return part.GetProperty("type").GetString() == "Sequence"
            ? [.. part.GetProperty(nested).EnumerateArray()]
            : [part];
    }

    private static bool IsTrue(JsonElement value, JsonElement otherwise) =>
        (value.ValueKind == JsonValueKind.Null ? otherwise : value).GetBoolean();
}
