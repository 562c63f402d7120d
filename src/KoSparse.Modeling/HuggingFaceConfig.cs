using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KoSparse.Files;
using KoSparse.Modeling.Encoders;
using KoSparse.Modeling.Weights;
using KoSparse.Text;

namespace KoSparse.Modeling;

/// <summary><c>config.json</c> of a Hugging Face folder; what is ours stands under <c>kosparse</c>.</summary>
public static class HuggingFaceConfig
{
    private const string FileName = "config.json";
    private const string EncoderName = "encoder";
    private const string MaxLengthName = "max_length";

    private static readonly JsonSerializerOptions Options = new(SnakeCaseJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

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
            JsonObject ours = json["kosparse"]?.DeepClone().AsObject() ?? [];
            ours[EncoderName] = JsonSerializer.SerializeToNode(encoder, Options);
            SparseModelConfig config = ours.Deserialize<SparseModelConfig>(Options)!;
            return ours.ContainsKey(MaxLengthName) ? config : config with { MaxLength = Math.Min(config.MaxLength, encoder.MaxLength) };
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
        JsonObject ours = JsonSerializer.SerializeToNode(config, Options)!.AsObject();
        ours.Remove(EncoderName); // the fields above say it
        json["kosparse"] = ours;
        File.WriteAllText(Path.Combine(folder, FileName), json.ToJsonString(Options) + "\n");
    }
}
