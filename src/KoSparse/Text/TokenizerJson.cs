using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Files;
using KoSparse.Text.Normalization;
using KoSparse.Text.Pieces;
using KoSparse.Text.Words;

namespace KoSparse.Text;

/// <summary>Reads Hugging Face's <c>tokenizer.json</c>: WordPiece, Unigram and BPE.</summary>
internal static class TokenizerJson
{
    /// <summary>Reads a tokenizer.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lowers">Whether texts are written in lower case first, whatever it says itself.</param>
    /// <exception cref="TokenizerException">The file is damaged, or asks for something that KoSparse does not do.</exception>
    public static TokenizerParts Read(string path, bool lowers = false)
    {
        using JsonDocument document = lowers ? Lowered(path) : Parse(path);
        try
        {
            return Read(path, document.RootElement);
        }
        catch (NotSupportedException e)
        {
            throw new TokenizerException($"{path}: {e.Message}. Use another tokenizer, or leave this file out where the model has a sentencepiece.bpe.model, too.", e);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw new TokenizerException($"{path}: not in the form of Hugging Face tokenizers ({e.Message}). Download it again.", e);
        }
    }

    private static TokenizerParts Read(string path, JsonElement root)
    {
        string kind = KindOf(root);
        return kind switch
        {
            "WordPiece" => WordPiece(path, root),
            "Unigram" or "BPE" => Pieces(path, root, kind),
            _ => throw new TokenizerException(
                $"{path}: the model is '{kind}'. KoSparse reads WordPiece, Unigram and BPE from tokenizer.json, and SentencePiece " +
                "from sentencepiece.bpe.model or tokenizer.model: put that file into the folder instead."),
        };
    }

    private static TokenizerParts WordPiece(string path, JsonElement root)
    {
        JsonElement model = root.GetProperty("model");
        AddedToken[] added = AddedTokens(root);
        RequireBertWords(path, root);
        (string Text, int Id)[] entries = Entries(model.GetProperty("vocab"));
        string[] vocabulary = Vocabulary(path, entries, added);
        Dictionary<string, int> roles = TokenizerFrame.Roles(root);
        roles["unknown"] = IdOf(path, vocabulary, model.GetProperty("unk_token").RequiredString());
        WordPieceModel read = new()
        {
            Vocabulary = vocabulary,
            Pieces = entries,
            AddedTokens = added,
            SpecialTokens = SpecialTokenNames.Complete(path, vocabulary, roles, added.Where(t => t.IsSpecial).Select(t => t.Id)),
            Normalizer = Settings(root),
            ContinuingPrefix = model.GetProperty("continuing_subword_prefix").RequiredString(),
            MaxWordLength = model.TryGetProperty("max_input_chars_per_word", out JsonElement max) ? max.GetInt32() : 100,
        };
        TokenizerParts parts = read.Parts();
        TokenizerFrame? frame = TokenizerFrame.Read(root);
        return parts with
        {
            Kind = parts.Kind + OtherSteps(root),
            Normalizer = BertNormalizer.Composed(Normalizer(root)),
            Opening = frame?.Opening ?? parts.Opening,
            Closing = frame?.Closing ?? parts.Closing,
        };
    }

    private static TokenizerParts Pieces(string path, JsonElement root, string kind)
    {
        JsonElement model = root.GetProperty("model");
        AddedToken[] added = AddedTokens(root);
        bool isUnigram = kind == "Unigram";
        (string Text, int Id)[] entries = isUnigram
            ? [.. model.GetProperty("vocab").EnumerateArray().Select((piece, id) => (piece[0].RequiredString(), id))]
            : Entries(model.GetProperty("vocab"));
        string[] vocabulary = Vocabulary(path, entries, added);
        Dictionary<string, int> roles = TokenizerFrame.Roles(root);
        if (SpellerJson.Unknown(model, entries) is int unknown)
        {
            roles["unknown"] = unknown;
        }

        TokenizerFrame? frame = TokenizerFrame.Read(root);
        string[] words = [.. Types(root, "pre_tokenizer", "pretokenizers")];
        bool isByteLevel = words.Contains("ByteLevel");
        (string prefix, string suffix) = isUnigram ? ("", "") : SpellerJson.Markers(model);
        return new TokenizerParts
        {
            Kind = isUnigram && IsSentencePiece(root) ? SentencePieceModel.Kind : $"{kind} {Canonical(root, "normalizer")} {Canonical(root, "pre_tokenizer")}{prefix}{suffix}",
            Vocabulary = vocabulary,
            MarksContinuations = prefix.Length > 0,
            Ending = suffix,
            Marker = prefix.Length > 0 ? prefix : isByteLevel ? $"{ByteCharacters.Blank}" : "▁",
            SpecialTokens = SpecialTokenNames.Complete(path, vocabulary, roles, added.Where(t => t.IsSpecial).Select(t => t.Id), mayLack: true),
            AddedTokens = added,
            Normalizer = Normalizer(root),
            Words = Part(root, "pre_tokenizer") is JsonElement splitter ? SplitterJson.Read(splitter) : new SplitterSequence(),
            Speller = isUnigram ? SpellerJson.Unigram(model) : SpellerJson.Bpe(model),
            IsByteLevel = isByteLevel,
            Opening = frame?.Opening ?? [],
            Closing = frame?.Closing ?? [],
            Trimming = frame?.Trimming,
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

    private static JsonDocument Lowered(string path)
    {
        using JsonDocument asWritten = Parse(path); // says what is wrong with it
        try
        {
            JsonObject root = JsonFile.Read(path);
            TokenizerJsonWriter.Lower(root);
            return JsonDocument.Parse(root.ToJsonString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new TokenizerException($"{path}: not in the form of Hugging Face tokenizers ({e.Message}). Download it again.", e);
        }
    }

    private static string KindOf(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("model", out JsonElement model) || model.ValueKind != JsonValueKind.Object)
        {
            return "";
        }

        // Files of early versions do not name the kind.
        return model.TryGetProperty("type", out JsonElement type) ? type.ToString() : model.TryGetProperty("merges", out _) ? "BPE" : "";
    }

    private static (string Text, int Id)[] Entries(JsonElement vocab)
    {
        var entries = new (string Text, int Id)[vocab.GetPropertyCount()];
        int count = 0;
        foreach (JsonProperty token in vocab.EnumerateObject())
        {
            entries[count++] = (token.Name, token.Value.GetInt32());
        }

        return entries;
    }

    private static AddedToken[] AddedTokens(JsonElement root) =>
        root.TryGetProperty("added_tokens", out JsonElement added) && added.ValueKind == JsonValueKind.Array
            ? [.. added.EnumerateArray().Select(AddedToken)]
            : [];

    private static AddedToken AddedToken(JsonElement token)
    {
        bool IsTrue(string name) => token.TryGetProperty(name, out JsonElement value) && value.GetBoolean();
        return new AddedToken(token.GetProperty("content").RequiredString(), token.GetProperty("id").GetInt32())
        {
            IsSpecial = IsTrue("special"),
            SingleWord = IsTrue("single_word"),
            StripsLeft = IsTrue("lstrip"),
            StripsRight = IsTrue("rstrip"),
            IsNormalized = IsTrue("normalized"),
        };
    }

    private static string[] Vocabulary(string path, (string Text, int Id)[] entries, AddedToken[] added)
    {
        var all = new (string Text, int Id)[entries.Length + added.Length];
        entries.CopyTo(all, 0);
        for (int i = 0; i < added.Length; i++)
        {
            all[entries.Length + i] = (added[i].Text, added[i].Id);
        }

        int last = all.Length > 0 ? -1 : throw new TokenizerException($"{path}: the vocabulary holds no tokens. Download it again.");
        foreach ((_, int id) in all)
        {
            last = Math.Max(last, id);
        }

        // A few ids may be free, but a table as long as a damaged id says must not be made.
        string?[] strings = new string[last < 4L * all.Length ? last + 1 : 0];
        foreach ((string text, int id) in all)
        {
            if (id < 0 || id >= strings.Length || (strings[id] is string taken && taken != text))
            {
                throw new TokenizerException($"{path}: the id {id} of the token '{text}' is out of range or taken. Download it again.");
            }

            strings[id] = text;
        }

        for (int id = 0; id < strings.Length; id++)
        {
            strings[id] ??= $"[unused{id}]"; // a model may have been given more rows than its vocabulary
        }

        return strings!;
    }

    private static int IdOf(string path, string[] vocabulary, string unknown) => Array.IndexOf(vocabulary, unknown) is int id and >= 0
        ? id
        : throw new TokenizerException($"{path}: the vocabulary lacks its own unknown token '{unknown}'. Download it again.");

    private static TextNormalizer Normalizer(JsonElement root) =>
        Part(root, "normalizer") is JsonElement normalizer ? NormalizerJson.Read(normalizer) : new NormalizerSequence();

    /// <summary>The settings that the steps of a WordPiece normalizer come to; its hash has always told tokenizers apart by them.</summary>
    private static BertNormalizer Settings(JsonElement root)
    {
        BertNormalizer result = BertNormalizer.Nfc;
        foreach (JsonElement step in Steps(root, "normalizer", "normalizers"))
        {
            result = step.GetProperty("type").GetString() switch
            {
                "Lowercase" => result with { Lowercase = true },
                "StripAccents" => result with { StripAccents = true },
                "BertNormalizer" => new BertNormalizer(
                    CleanText: step.GetProperty("clean_text").GetBoolean(),
                    SplitHan: step.GetProperty("handle_chinese_chars").GetBoolean(),
                    StripAccents: IsTrue(step.GetProperty("strip_accents"), otherwise: step.GetProperty("lowercase")),
                    Lowercase: step.GetProperty("lowercase").GetBoolean()),
                _ => result,
            };
        }

        return result;
    }

    /// <summary>Whether the steps are those of a SentencePiece model in another form: by their hash the two are one.</summary>
    private static bool IsSentencePiece(JsonElement root) =>
        Types(root, "normalizer", "normalizers").ToArray() is var steps && steps.Contains("Precompiled") && !steps.Contains("Lowercase") && Types(root, "pre_tokenizer", "pretokenizers").Contains("Metaspace");

    /// <summary>What the settings do not say, for the hash.</summary>
    private static string OtherSteps(JsonElement root) =>
        Types(root, "normalizer", "normalizers").All(t => t is "NFC" or "Lowercase" or "StripAccents" or "BertNormalizer") ? "" : $" {Canonical(root, "normalizer")}";

    private static void RequireBertWords(string path, JsonElement root)
    {
        string[] steps = [.. Types(root, "pre_tokenizer", "pretokenizers")];
        if (steps is not ["BertPreTokenizer"])
        {
            throw new TokenizerException(
                $"{path}: the pre-tokenizer is '{string.Join(", ", steps)}'; WordPiece is read with BertPreTokenizer only. " +
                "Use a tokenizer of the BERT family.");
        }
    }

    /// <summary>A part of the file in one way of writing, however the file was written.</summary>
    private static string Canonical(JsonElement root, string name) => Part(root, name) is JsonElement part ? JsonSerializer.Serialize(part) : "";

    private static JsonElement? Part(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement part) && part.ValueKind != JsonValueKind.Null ? part : null;

    private static IEnumerable<string> Types(JsonElement root, string name, string nested) =>
        Steps(root, name, nested).Select(s => s.GetProperty("type").GetString() ?? "");

    /// <summary>The steps of a part of the pipeline, sequences opened.</summary>
    private static JsonElement[] Steps(JsonElement root, string name, string nested) => Part(root, name) switch
    {
        null => [],
        JsonElement part when part.GetProperty("type").GetString() == "Sequence" => [.. part.GetProperty(nested).EnumerateArray()],
        JsonElement part => [part],
    };

    private static bool IsTrue(JsonElement value, JsonElement otherwise) =>
        (value.ValueKind == JsonValueKind.Null ? otherwise : value).GetBoolean();
}
