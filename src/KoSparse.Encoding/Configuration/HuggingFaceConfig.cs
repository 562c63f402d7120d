using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KoSparse.Files;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Encoding.Configuration;

/// <summary><c>config.json</c> of a Hugging Face folder; what is ours stands under <c>kosparse</c>: the model above its encoder, and under <c>encode</c> how texts become vectors.</summary>
/// <param name="Model">The architecture.</param>
/// <param name="Encode">How texts become vectors.</param>
public sealed record HuggingFaceConfig(SparseModelConfig Model, EncodeOptions Encode)
{
    private const string FileName = "config.json";
    private const string OursName = "kosparse";

    private static readonly JsonSerializerOptions Options = new(SnakeCaseJson.Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Reads the file of a folder.</summary>
    /// <exception cref="CheckpointException">It is missing, a value is out of range, or the architecture is not one of ours.</exception>
    public static HuggingFaceConfig Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new CheckpointException($"{path}: missing. Give the folder of a model: config.json, model.safetensors and tokenizer files.");
        }

        try
        {
            JsonObject json = JsonFile.Read(path);
            EncoderConfig encoder = EncoderJson.Read(json, path);
            HuggingFaceConfig config = json.TryGetPropertyValue(OursName, out JsonNode? section)
                ? OfOurs(new JsonSection(section?.AsObject() ?? throw new JsonException($"'{OursName}' is null")), encoder)
                : new HuggingFaceConfig(new SparseModelConfig { Encoder = encoder }, OfOthers(folder, encoder));
            config.ThrowIfFaulty(path);
            return config;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new CheckpointException($"{path}: not the config of a model: {exception.Message}", exception);
        }
    }

    /// <summary>Whether KoSparse wrote the model in a folder, and not others.</summary>
    public static bool IsOurs(string folder) => CheckpointJson.Read(Path.Combine(folder, FileName))[OursName] is not null;

    /// <summary>Writes the file of a folder.</summary>
    public void Write(string folder, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        JsonObject json = EncoderJson.Write(Model.Encoder);
        json["pad_token_id"] = tokenizer.SpecialTokens.Padding;
        json["bos_token_id"] = tokenizer.SpecialTokens.First;
        json["cls_token_id"] = tokenizer.SpecialTokens.First;
        json["eos_token_id"] = tokenizer.SpecialTokens.Last;
        json["sep_token_id"] = tokenizer.SpecialTokens.Last;
        json["tie_word_embeddings"] = true;
        json["torch_dtype"] = "float32";
        JsonObject ours = JsonSerializer.SerializeToNode<SparseModelSettings>(Model, Options)!.AsObject();
        if (Model.ExpansionColumns is { } columns)
        {
            ours[OurJson.ColumnsName] = columns;
        }

        ours["encode"] = JsonSerializer.SerializeToNode(Encode, Options);
        json[OursName] = ours;
        File.WriteAllText(Path.Combine(folder, FileName), json.ToJsonString(Options) + "\n");
    }

    private static HuggingFaceConfig OfOurs(JsonSection ours, EncoderConfig encoder) => new(OurJson.Model(ours, encoder), OurJson.Encode(ours, encoder));

    /// <summary>A model of others encodes as its owner has it: texts of the length that is said there, and no term is pruned.</summary>
    private static EncodeOptions OfOthers(string folder, EncoderConfig encoder)
    {
        EncodeOptions start = new();
        return start with
        {
            MaxLength = Math.Min(StatedLength.Find(folder) ?? start.MaxLength, encoder.MaxLength),
            Pruning = new PruningOptions { MaxTerms = PruningOptions.MostTerms },
        };
    }

    /// <summary>Refuses what is out of range or cannot act.</summary>
    internal void ThrowIfFaulty(string path)
    {
        List<string> faults =
        [
            .. new object?[] { Model, Model.ContextGate, Model.LexicalPrior, Encode, Encode.Variants, Encode.Pruning }.SelectMany(Faults.Of),
            .. Encode.FaultsWith(Model),
        ];
        if (Encode.MaxLength > Model.Encoder.MaxLength)
        {
            faults.Add($"max_length: is {Encode.MaxLength}, but the encoder reads at most {Model.Encoder.MaxLength} tokens");
        }

        if (faults.Count > 0)
        {
            throw new CheckpointException($"{path}: {string.Join("; ", faults)}. Mend the file, or get it again.");
        }
    }
}
