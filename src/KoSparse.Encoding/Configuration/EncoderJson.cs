using System.Text.Json.Nodes;

namespace KoSparse.Encoding.Configuration;

/// <summary>The encoder's part of a Hugging Face <c>config.json</c>, in each family's names.</summary>
internal static class EncoderJson
{
    private static readonly (EncoderFamily Family, string Type, string Class)[] Families =
    [
        (EncoderFamily.Bert, "bert", "BertForMaskedLM"),
        (EncoderFamily.Roberta, "roberta", "RobertaForMaskedLM"),
        (EncoderFamily.XlmRoberta, "xlm-roberta", "XLMRobertaForMaskedLM"),
        (EncoderFamily.ModernBert, "modernbert", "ModernBertForMaskedLM"),
    ];

    /// <summary>What the architecture must say where it says it at all: KoSparse computes nothing else.</summary>
    private static readonly Dictionary<string, string> Fixed = new(StringComparer.Ordinal)
    {
        ["hidden_act"] = "\"gelu\"",
        ["position_embedding_type"] = "\"absolute\"",
        ["hidden_activation"] = "\"gelu\"",
        ["classifier_activation"] = "\"gelu\"",
        ["attention_bias"] = "false",
        ["mlp_bias"] = "false",
        ["norm_bias"] = "false",
        ["classifier_bias"] = "false",
        ["is_decoder"] = "false",
        ["add_cross_attention"] = "false",
    };

    /// <summary>Reads an encoder.</summary>
    /// <param name="json">The file.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <exception cref="CheckpointException">A value is missing, out of range, or of an architecture that is not ours.</exception>
    public static EncoderConfig Read(JsonObject json, string path)
    {
        string type = json["model_type"]?.GetValue<string>() ?? "";
        EncoderFamily family = Families.Where(f => f.Type == type).Select(f => (EncoderFamily?)f.Family).FirstOrDefault()
            ?? throw new CheckpointException(
                $"{path}: model_type '{type}' is not supported. Supported: {string.Join(", ", Families.Select(f => f.Type))}.");
        foreach ((string name, string expected) in Fixed)
        {
            if (json[name] is { } value && value.ToJsonString() != expected)
            {
                throw new CheckpointException($"{path}: {name} {value.ToJsonString()} is not supported; only {expected} is. Choose another encoder.");
            }
        }

        int Number(string name, int? otherwise = null) => json[name]?.GetValue<int>() ?? otherwise
            ?? throw new CheckpointException($"{path}: '{name}' is missing.");
        bool isModern = family == EncoderFamily.ModernBert;
        EncoderConfig config = new()
        {
            Family = family,
            VocabularySize = Number("vocab_size"),
            HiddenSize = Number("hidden_size"),
            Layers = Number("num_hidden_layers"),
            Heads = Number("num_attention_heads"),
            IntermediateSize = Number("intermediate_size"),
            MaxPositions = Number("max_position_embeddings", isModern ? 8192 : 512),
            TokenTypes = Number("type_vocab_size", 2),
            LayerNormEpsilon = json[isModern ? "norm_eps" : "layer_norm_eps"]?.GetValue<double>() ?? (isModern ? 1e-5 : 1e-12),
            Dropout = json[isModern ? "mlp_dropout" : "hidden_dropout_prob"]?.GetValue<double>() ?? (isModern ? 0 : 0.1),
            PaddingId = Number("pad_token_id", 0),
            Attention = isModern ? ReadAttention(json, path) : new AttentionPattern(),
        };
        string[] faults = [.. Faults.Of(config), .. Faults.Of(config.Attention)];
        return faults.Length == 0 ? config : throw new CheckpointException($"{path}: {string.Join("; ", faults)}. Get the file again.");
    }

    /// <summary>Writes an encoder.</summary>
    public static JsonObject Write(EncoderConfig encoder)
    {
        (_, string type, string className) = Families.First(f => f.Family == encoder.Family);
        JsonObject json = new()
        {
            ["architectures"] = new JsonArray(className),
            ["model_type"] = type,
            ["vocab_size"] = encoder.VocabularySize,
            ["hidden_size"] = encoder.HiddenSize,
            ["num_hidden_layers"] = encoder.Layers,
            ["num_attention_heads"] = encoder.Heads,
            ["intermediate_size"] = encoder.IntermediateSize,
            ["max_position_embeddings"] = encoder.MaxPositions,
        };
        IEnumerable<KeyValuePair<string, JsonNode?>> own = encoder.Family == EncoderFamily.ModernBert ? ModernBertFields(encoder) : BertFields(encoder);
        foreach ((string name, JsonNode? value) in own)
        {
            json[name] = value;
        }

        return json;
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> BertFields(EncoderConfig encoder) =>
    [
        new("type_vocab_size", encoder.TokenTypes),
        new("layer_norm_eps", encoder.LayerNormEpsilon),
        new("hidden_act", "gelu"),
        new("hidden_dropout_prob", encoder.Dropout),
        new("attention_probs_dropout_prob", encoder.Dropout),
    ];

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
        new("global_attn_every_n_layers", encoder.Attention.GlobalEvery),
        new("local_attention", encoder.Attention.Window),
        new("global_rope_theta", encoder.Attention.GlobalTheta),
        new("local_rope_theta", encoder.Attention.LocalTheta),
    ];

    /// <summary>Reads either form: <c>global_rope_theta</c> and its kin, or <c>rope_parameters</c> and <c>layer_types</c> of newer files.</summary>
    private static AttentionPattern ReadAttention(JsonObject json, string path)
    {
        AttentionPattern start = new();
        double global = Theta(json, "full_attention") ?? json["global_rope_theta"]?.GetValue<double>() ?? start.GlobalTheta;
        bool localIsGlobal = json.ContainsKey("local_rope_theta") && json["local_rope_theta"] is null;
        AttentionPattern pattern = start with
        {
            GlobalEvery = json["global_attn_every_n_layers"]?.GetValue<int>() ?? start.GlobalEvery,
            Window = json["local_attention"]?.GetValue<int>() ?? start.Window,
            GlobalTheta = global,
            LocalTheta = Theta(json, "sliding_attention") ?? json["local_rope_theta"]?.GetValue<double>() ?? (localIsGlobal ? global : start.LocalTheta),
        };
        if (json["layer_types"] is not JsonArray types)
        {
            return pattern;
        }

        bool[] isGlobal = [.. types.Select(t => t?.GetValue<string>() == "full_attention")];
        int second = Array.IndexOf(isGlobal, true, Math.Min(1, isGlobal.Length));
        pattern = pattern with { GlobalEvery = second < 0 ? Math.Max(1, isGlobal.Length) : second };
        return Enumerable.Range(0, isGlobal.Length).All(i => pattern.IsGlobal(i) == isGlobal[i])
            ? pattern
            : throw new CheckpointException($"{path}: layer_types is not regular; only one global layer in every n, the first included, is supported.");
    }

    private static double? Theta(JsonObject json, string kind) =>
        json["rope_parameters"]?[kind]?["rope_theta"]?.GetValue<double>();
}
