using System.Text.Json;

namespace KoSparse.Text;

/// <summary>Decides which ids a SentencePiece model's pieces have: its own numbers, or fairseq's, one higher.</summary>
/// <remarks>
/// XLM-R, CamemBERT and mBART put <c>&lt;s&gt;</c>, <c>&lt;pad&gt;</c>, <c>&lt;/s&gt;</c> and <c>&lt;unk&gt;</c> first, which moves every piece up by one; T5, ALBERT, DeBERTa
/// and KoBERT count as the file does. The file itself looks the same. What decides, in this order: pieces with BERT's names or padding among them; the ids that
/// <c>tokenizer_config.json</c> gives to special tokens, or the tokenizer that it names; the ids and the vocabulary's size in <c>config.json</c>.
/// Where nothing does, a model without a piece for padding cannot fill a batch by its own numbers: fairseq's it is.
/// </remarks>
internal static class SentencePieceIds
{
    private static readonly string[] Shifted = ["XLMRoberta", "Camembert", "MBart", "Barthez", "XLMProphetNet"];
    private static readonly string[] AsNumbered = ["T5", "MT5", "Albert", "DebertaV2", "Deberta", "Llama", "BigBird", "Pegasus", "Reformer", "RemBert", "KoBert", "FNet", "Gemma"];

    /// <summary>Whether the ids are fairseq's.</summary>
    /// <param name="path">The model's file; its settings lie beside it.</param>
    /// <param name="file">Its content.</param>
    public static bool AreFairseq(string path, SentencePieceFile file)
    {
        string[] special = [.. file.Pieces.Where(p => p.Kind != SentencePieceFile.PieceKind.Normal).Select(p => p.Text)];
        if (special.Intersect(["[CLS]", "[PAD]", "<pad>"]).Any() || (file.PaddingId >= 0 && file.PaddingId < file.Pieces.Count))
        {
            return false;
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        using JsonDocument? tokenizer = SettingsFile.Read(Path.Combine(folder, "tokenizer_config.json"));
        using JsonDocument? config = SettingsFile.Read(Path.Combine(folder, "config.json"));
        return ByAddedTokens(tokenizer?.RootElement, file) ?? ByName(tokenizer?.RootElement) ?? ByConfig(config?.RootElement, file) ?? true;
    }

    private static bool? ByAddedTokens(JsonElement? tokenizer, SentencePieceFile file)
    {
        if (tokenizer is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("added_tokens_decoder", out JsonElement added) || added.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (JsonProperty token in added.EnumerateObject())
        {
            if (int.TryParse(token.Name, out int id) && token.Value.ValueKind == JsonValueKind.Object
                && token.Value.TryGetProperty("content", out JsonElement content) && content.ValueKind == JsonValueKind.String)
            {
                int number = file.Pieces.FindIndex(p => p.Text == content.GetString());
                if (number >= 0)
                {
                    return id != number;
                }
            }
        }

        return null;
    }

    private static bool? ByName(JsonElement? tokenizer)
    {
        string name = tokenizer is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("tokenizer_class", out JsonElement kind) ? kind.ToString() : "";
        string family = name.Replace("TokenizerFast", "", StringComparison.Ordinal).Replace("Tokenizer", "", StringComparison.Ordinal);
        return Shifted.Contains(family) ? true : AsNumbered.Contains(family) ? false : null;
    }

    private static bool? ByConfig(JsonElement? config, SentencePieceFile file)
    {
        if (config is not { ValueKind: JsonValueKind.Object } root)
        {
            return null;
        }

        (int? first, int? last, int? size) = (Number(root, "bos_token_id"), Number(root, "eos_token_id"), Number(root, "vocab_size"));
        return (first, last) switch
        {
            (0, 2) => true, // fairseq's <s> and </s>
            _ when first == file.FirstId && last == file.LastId => false,
            _ => size is int rows ? rows > file.Pieces.Count : null,
        };
    }

    private static int? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : null;
}
