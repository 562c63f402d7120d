using System.Text.Json.Nodes;

namespace KoSparse.Encoding.Configuration;

/// <summary>The encoder's part of a Hugging Face <c>config.json</c>, in each family's names.</summary>
internal static class EncoderJson
{
    private const double DefaultEpsilon = 1e-12;

    private static readonly FamilyName[] Families =
    [
        new(EncoderFamily.Bert, "bert", "BertForMaskedLM"),
        new(EncoderFamily.Roberta, "roberta", "RobertaForMaskedLM"),
        new(EncoderFamily.XlmRoberta, "xlm-roberta", "XLMRobertaForMaskedLM"),
        new(EncoderFamily.DistilBert, "distilbert", "DistilBertForMaskedLM"),
        new(EncoderFamily.Electra, "electra", "ElectraForMaskedLM"),
        new(EncoderFamily.ModernBert, "modernbert", "ModernBertForMaskedLM"),
    ];

    /// <summary>What the architecture must say where it says it at all: KoSparse computes nothing else.</summary>
    private static readonly Dictionary<string, string> Fixed = new(StringComparer.Ordinal)
    {
        ["hidden_act"] = "gelu",
        ["activation"] = "gelu",
        ["position_embedding_type"] = "absolute",
        ["hidden_activation"] = "gelu",
        ["classifier_activation"] = "gelu",
        ["rope_scaling"] = "null",
        ["attention_bias"] = "false",
        ["mlp_bias"] = "false",
        ["norm_bias"] = "false",
        ["classifier_bias"] = "false",
        ["is_decoder"] = "false",
        ["add_cross_attention"] = "false",
    };

    /// <summary>What DistilBERT calls the settings of BERT.</summary>
    private static readonly Dictionary<string, string> DistilBertNames = new(StringComparer.Ordinal)
    {
        ["hidden_size"] = "dim",
        ["num_hidden_layers"] = "n_layers",
        ["num_attention_heads"] = "n_heads",
        ["intermediate_size"] = "hidden_dim",
        ["hidden_dropout_prob"] = "dropout",
        ["attention_probs_dropout_prob"] = "attention_dropout",
        ["hidden_act"] = "activation",
    };

    /// <summary>The families that open, as <c>model_type</c> names them.</summary>
    public static IEnumerable<string> Types => Families.Select(family => family.Type);

    /// <summary>Reads an encoder.</summary>
    /// <param name="json">The file.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <exception cref="CheckpointException">A value is missing, out of range, or of an architecture that is not ours.</exception>
    public static EncoderConfig Read(JsonObject json, string path)
    {
        EncoderFamily family = FamilyOf(json, path);
        foreach ((string name, string expected) in Fixed)
        {
            if (json[name] is { } value && value.ToString() != expected)
            {
                throw new CheckpointException($"{path}: {name} {value.ToJsonString()} is not supported; only {expected} is. Choose another encoder.");
            }
        }

        int Number(string name, int? otherwise = null) => json[NameIn(family, name)]?.GetValue<int>() ?? otherwise
            ?? throw new CheckpointException($"{path}: '{NameIn(family, name)}' is missing.");
        bool isModern = family == EncoderFamily.ModernBert;
        EncoderConfig config = new()
        {
            Family = family,
            VocabularySize = Number("vocab_size"),
            HiddenSize = Number("hidden_size"),
            EmbeddingSize = family == EncoderFamily.Electra ? Number("embedding_size", 128) : null,
            Layers = Number("num_hidden_layers"),
            Heads = Number("num_attention_heads"),
            IntermediateSize = Number("intermediate_size"),
            MaxPositions = Number("max_position_embeddings", isModern ? 8192 : 512),
            TokenTypes = family == EncoderFamily.DistilBert ? 0 : Number("type_vocab_size", 2),
            LayerNormEpsilon = family == EncoderFamily.DistilBert
                ? DefaultEpsilon
                : json[isModern ? "norm_eps" : "layer_norm_eps"]?.GetValue<double>() ?? (isModern ? 1e-5 : DefaultEpsilon),
            Dropout = json[isModern ? "mlp_dropout" : NameIn(family, "hidden_dropout_prob")]?.GetValue<double>() ?? (isModern ? 0 : 0.1),
            PaddingId = Number("pad_token_id", 0),
            Attention = isModern ? AttentionJson.Read(json, Number("num_hidden_layers"), path) : new AttentionPattern(),
        };
        string[] faults = [.. Faults.Of(config), .. Faults.Of(config.Attention)];
        return faults.Length == 0 ? config : throw new CheckpointException($"{path}: {string.Join("; ", faults)}. Get the file again.");
    }

    /// <summary>Writes an encoder.</summary>
    public static JsonObject Write(EncoderConfig encoder)
    {
        FamilyName family = Families.First(f => f.Family == encoder.Family);
        JsonObject json = new() { ["architectures"] = new JsonArray(family.Class), ["model_type"] = family.Type };
        IEnumerable<KeyValuePair<string, JsonNode?>> fields =
        [
            new("vocab_size", encoder.VocabularySize),
            new("hidden_size", encoder.HiddenSize),
            new("num_hidden_layers", encoder.Layers),
            new("num_attention_heads", encoder.Heads),
            new("intermediate_size", encoder.IntermediateSize),
            new("max_position_embeddings", encoder.MaxPositions),
            .. encoder.Family == EncoderFamily.ModernBert ? ModernBertFields(encoder) : BertFields(encoder),
        ];
        foreach ((string name, JsonNode? value) in fields)
        {
            json[NameIn(encoder.Family, name)] = value;
        }

        return json;
    }

    private static EncoderFamily FamilyOf(JsonObject json, string path)
    {
        string? type = json["model_type"]?.GetValue<string>();
        string architectures = json["architectures"] is JsonArray { Count: > 0 } names ? $" ({string.Join(", ", names)})" : "";
        return Array.Find(Families, f => f.Type == type)?.Family ?? throw new CheckpointException(
            $"{path}: {(type is null ? "there is no model_type" : $"model_type '{type}' is not supported")}{architectures}. Supported: {string.Join(", ", Types)}. " +
            "Name the folder of an encoder of one of these families, with a masked language model's head if it is to make vectors as it is.");
    }

    private static string NameIn(EncoderFamily family, string name) =>
        family == EncoderFamily.DistilBert ? DistilBertNames.GetValueOrDefault(name, name) : name;

    private static IEnumerable<KeyValuePair<string, JsonNode?>> BertFields(EncoderConfig encoder)
    {
        yield return new("hidden_act", "gelu");
        yield return new("hidden_dropout_prob", encoder.Dropout);
        yield return new("attention_probs_dropout_prob", encoder.Dropout);
        if (encoder.Family != EncoderFamily.DistilBert)
        {
            yield return new("type_vocab_size", encoder.TokenTypes);
            yield return new("layer_norm_eps", encoder.LayerNormEpsilon);
        }

        if (encoder.Family == EncoderFamily.Electra)
        {
            yield return new("embedding_size", encoder.EmbeddingWidth);
        }
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> ModernBertFields(EncoderConfig encoder) =>
    [
        new("norm_eps", encoder.LayerNormEpsilon),
        new("hidden_activation", "gelu"),
        new("classifier_activation", "gelu"),
        new("attention_bias", false),
        new("mlp_bias", false),
        new("norm_bias", false),
        new("classifier_bias", false),
        new("decoder_bias", true),
        new("embedding_dropout", encoder.Dropout),
        new("attention_dropout", encoder.Dropout),
        new("mlp_dropout", encoder.Dropout),
        .. AttentionJson.Fields(encoder),
    ];

    /// <summary>What files call a family.</summary>
    private sealed record FamilyName(EncoderFamily Family, string Type, string Class);
}
