using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KoSparse.Modeling.Encoders;
using KoSparse.Modeling.Gates;
using KoSparse.Modeling.Lexical;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Modeling;

/// <summary><c>config.json</c> of a Hugging Face folder; what is ours stands under <c>kosparse</c>.</summary>
public static class HuggingFaceConfig
{
    private const string FileName = "config.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private static readonly Dictionary<string, EncoderFamily> Families = new(StringComparer.Ordinal)
    {
        ["bert"] = EncoderFamily.Bert,
        ["roberta"] = EncoderFamily.Roberta,
        ["xlm-roberta"] = EncoderFamily.XlmRoberta,
    };

    /// <summary>Reads the architecture of a folder.</summary>
    /// <exception cref="CheckpointException">The file is missing, or the architecture is not one of ours.</exception>
    public static SparseModelConfig Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new CheckpointException($"{path}: missing. Give the folder of a model: config.json, model.safetensors and tokenizer files.");
        }

        try
        {
            JsonObject json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            EncoderConfig encoder = ReadEncoder(json, path);
            Extension ours = json["kosparse"]?.Deserialize<Extension>(Options) ?? new Extension();
            return new SparseModelConfig
            {
                Encoder = encoder,
                QueryEncoder = ours.QueryEncoder,
                MaxLength = ours.MaxLength ?? Math.Min(192, encoder.MaxLength),
                Expansion = ours.Expansion,
                ContextGate = ours.ContextGate,
                LexicalPrior = ours.LexicalPrior,
                Pruning = ours.Pruning,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new CheckpointException($"{path}: not the config of a model: {exception.Message}", exception);
        }
    }

    /// <summary>Writes the architecture of a model.</summary>
    public static void Write(string folder, SparseModelConfig config, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(tokenizer);
        EncoderConfig encoder = config.Encoder;
        string type = Families.First(f => f.Value == encoder.Family).Key;
        string className = encoder.Family switch
        {
            EncoderFamily.Bert => "BertForMaskedLM",
            EncoderFamily.Roberta => "RobertaForMaskedLM",
            _ => "XLMRobertaForMaskedLM",
        };
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray(className),
            ["model_type"] = type,
            ["vocab_size"] = encoder.VocabularySize,
            ["hidden_size"] = encoder.HiddenSize,
            ["num_hidden_layers"] = encoder.Layers,
            ["num_attention_heads"] = encoder.Heads,
            ["intermediate_size"] = encoder.IntermediateSize,
            ["max_position_embeddings"] = encoder.MaxPositions,
            ["type_vocab_size"] = encoder.TokenTypes,
            ["layer_norm_eps"] = encoder.LayerNormEpsilon,
            ["hidden_act"] = "gelu",
            ["hidden_dropout_prob"] = encoder.Dropout,
            ["attention_probs_dropout_prob"] = encoder.Dropout,
            ["pad_token_id"] = tokenizer.SpecialTokens.Padding,
            ["bos_token_id"] = tokenizer.SpecialTokens.First,
            ["eos_token_id"] = tokenizer.SpecialTokens.Last,
            ["tie_word_embeddings"] = true,
            ["torch_dtype"] = "float32",
            ["kosparse"] = JsonSerializer.SerializeToNode(
                new Extension
                {
                    QueryEncoder = config.QueryEncoder,
                    MaxLength = config.MaxLength,
                    Expansion = config.Expansion,
                    ContextGate = config.ContextGate,
                    LexicalPrior = config.LexicalPrior,
                    Pruning = config.Pruning,
                },
                Options),
        };
        File.WriteAllText(Path.Combine(folder, FileName), json.ToJsonString(Options) + "\n");
    }

    private static EncoderConfig ReadEncoder(JsonObject json, string path)
    {
        string type = json["model_type"]?.GetValue<string>() ?? "";
        if (!Families.TryGetValue(type, out EncoderFamily family))
        {
            throw new CheckpointException(
                $"{path}: model_type '{type}' is not supported. Supported: {string.Join(", ", Families.Keys)}.");
        }

        int Number(string name, int? otherwise = null) => json[name]?.GetValue<int>() ?? otherwise
            ?? throw new CheckpointException($"{path}: '{name}' is missing.");
        string activation = json["hidden_act"]?.GetValue<string>() ?? "gelu";
        if (activation != "gelu")
        {
            throw new CheckpointException($"{path}: hidden_act '{activation}' is not supported; only gelu is.");
        }

        return new EncoderConfig
        {
            Family = family,
            VocabularySize = Number("vocab_size"),
            HiddenSize = Number("hidden_size"),
            Layers = Number("num_hidden_layers"),
            Heads = Number("num_attention_heads"),
            IntermediateSize = Number("intermediate_size"),
            MaxPositions = Number("max_position_embeddings", 512),
            TokenTypes = Number("type_vocab_size", 2),
            LayerNormEpsilon = json["layer_norm_eps"]?.GetValue<double>() ?? 1e-12,
            Dropout = json["hidden_dropout_prob"]?.GetValue<double>() ?? 0.1,
            PaddingId = Number("pad_token_id", 0),
        };
    }

    /// <summary>Our part of the file.</summary>
    private sealed record Extension
    {
        public QueryEncoding QueryEncoder { get; init; } = QueryEncoding.Model;

        public int? MaxLength { get; init; }

        public bool Expansion { get; init; } = true;

        public ContextGateOptions? ContextGate { get; init; }

        public LexicalPriorOptions? LexicalPrior { get; init; }

        public PruningOptions Pruning { get; init; } = new();
    }
}
