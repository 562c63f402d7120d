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
    private const string EncoderName = "encoder";
    private const string EncodeName = "encode";
    private const string MaxLengthName = "max_length";

    private static readonly JsonSerializerOptions Options = new(SnakeCaseJson.Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
    };

    /// <summary>For what people may edit: a misspelt name is a fault, not ignored.</summary>
    private static readonly JsonSerializerOptions Edited = new(Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>Where files of before version 0.2 had what is now under <c>encode</c>: beside the architecture.</summary>
    private static readonly string[] OnceBeside = ["query_encoder", MaxLengthName, "max_windows", "expansion_share", "variants", "pruning"];

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
                ? OfOurs((section ?? throw new JsonException($"'{OursName}' is null")).DeepClone().AsObject(), encoder)
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
        JsonObject ours = JsonSerializer.SerializeToNode(Model, Options)!.AsObject();
        ours.Remove(EncoderName); // the fields above say it
        ours[EncodeName] = JsonSerializer.SerializeToNode(Encode, Options);
        json[OursName] = ours;
        File.WriteAllText(Path.Combine(folder, FileName), json.ToJsonString(Options) + "\n");
    }

    private static HuggingFaceConfig OfOurs(JsonObject ours, EncoderConfig encoder)
    {
        JsonObject encode = TakeEncode(ours);
        if (!encode.ContainsKey(MaxLengthName))
        {
            encode[MaxLengthName] = Math.Min(new EncodeOptions().MaxLength, encoder.MaxLength);
        }

        ours[EncoderName] = JsonSerializer.SerializeToNode(encoder, Options);
        return new HuggingFaceConfig(ours.Deserialize<SparseModelConfig>(Options)!, encode.Deserialize<EncodeOptions>(Edited)!);
    }

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

    /// <summary>The encode section, taken out of ours; of a file of before, what stands beside it.</summary>
    private static JsonObject TakeEncode(JsonObject ours)
    {
        if (ours.Remove(EncodeName, out JsonNode? section))
        {
            return section!.AsObject();
        }

        JsonObject encode = [];
        foreach (string name in OnceBeside)
        {
            if (ours.Remove(name, out JsonNode? value))
            {
                encode[name] = value;
            }
        }

        return encode;
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
