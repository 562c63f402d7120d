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
            EncoderConfig encoder = EncoderJson.Read(json, path);
            Extension ours = json["kosparse"]?.Deserialize<Extension>(Options) ?? new Extension();
            return new SparseModelConfig
            {
                Encoder = encoder,
                QueryEncoder = ours.QueryEncoder,
                MaxLength = ours.MaxLength ?? Math.Min(192, encoder.MaxLength),
                MaxWindows = ours.MaxWindows,
                Expansion = ours.Expansion,
                ContextGate = ours.ContextGate,
                LexicalPrior = ours.LexicalPrior,
                ExpansionShare = ours.ExpansionShare,
                Variants = ours.Variants,
                Pruning = ours.Pruning,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new CheckpointException($"{path}: not the config of a model: {exception.Message}", exception);
        }
    }

    /// <summary>Whether a folder holds a sparse model that KoSparse wrote, and not a bare encoder.</summary>
    public static bool IsSparseModel(string folder) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(folder, FileName)))?["kosparse"] is not null;

    /// <summary>Writes the architecture of a model.</summary>
    public static void Write(string folder, SparseModelConfig config, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(tokenizer);
        JsonObject json = EncoderJson.Write(config.Encoder);
        json["pad_token_id"] = tokenizer.SpecialTokens.Padding;
        json["bos_token_id"] = tokenizer.SpecialTokens.First;
        json["cls_token_id"] = tokenizer.SpecialTokens.First;
        json["eos_token_id"] = tokenizer.SpecialTokens.Last;
        json["sep_token_id"] = tokenizer.SpecialTokens.Last;
        json["tie_word_embeddings"] = true;
        json["torch_dtype"] = "float32";
        json["kosparse"] = JsonSerializer.SerializeToNode(
            new Extension
            {
                QueryEncoder = config.QueryEncoder,
                MaxLength = config.MaxLength,
                MaxWindows = config.MaxWindows,
                Expansion = config.Expansion,
                ContextGate = config.ContextGate,
                LexicalPrior = config.LexicalPrior,
                ExpansionShare = config.ExpansionShare,
                Variants = config.Variants,
                Pruning = config.Pruning,
            },
            Options);
        File.WriteAllText(Path.Combine(folder, FileName), json.ToJsonString(Options) + "\n");
    }

    /// <summary>Our part of the file.</summary>
    private sealed record Extension
    {
        public QueryEncoding QueryEncoder { get; init; } = QueryEncoding.Model;

        public int? MaxLength { get; init; }

        public int MaxWindows { get; init; } = 4;

        public bool Expansion { get; init; } = true;

        public ContextGateOptions? ContextGate { get; init; }

        public LexicalPriorOptions? LexicalPrior { get; init; }

        public double ExpansionShare { get; init; } = 1;

        public VariantOptions? Variants { get; init; }

        public PruningOptions Pruning { get; init; } = new();
    }
}
