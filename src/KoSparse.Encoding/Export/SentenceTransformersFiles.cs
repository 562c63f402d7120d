using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Files;
using KoSparse.Safetensors;
using KoSparse.Tensors;
using KoSparse.Text;

namespace KoSparse.Encoding.Export;

/// <summary>What <c>sentence_transformers.SparseEncoder</c> (5.0 and later) looks for beside <c>config.json</c> and weights.</summary>
/// <remarks>
/// A model that encodes both sides is a chain of two modules. One whose queries are weighted by IDF is a router: queries go
/// through a static embedding of one weight per token, documents through the chain.
/// </remarks>
internal static class SentenceTransformersFiles
{
    private const string Transformer = "sentence_transformers.sparse_encoder.models.MLMTransformer";
    private const string Pooling = "sentence_transformers.sparse_encoder.models.SpladePooling";
    private const string StaticEmbedding = "sentence_transformers.sparse_encoder.models.SparseStaticEmbedding";
    private const string Router = "sentence_transformers.models.Router";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the files into a folder that has model and tokenizer already.</summary>
    public static void Write(string folder, ModelParts parts)
    {
        InverseDocumentFrequency? idf = parts.Idf;
        bool routed = parts.Encode.QueryEncoder == QueryEncoding.Idf && idf is not null;
        string pooling = routed ? ModelFiles.DocumentFolder : ModelFiles.PoolingFolder;
        WriteJson(folder, ModelFiles.SentenceModel, new JsonObject
        {
            ["model_type"] = "SparseEncoder",
            ["__version__"] = new JsonObject { ["sentence_transformers"] = "5.0.0" },
            ["prompts"] = new JsonObject { ["query"] = "", ["document"] = "" },
            ["default_prompt_name"] = null,
            ["similarity_fn_name"] = "dot",
        });
        WriteJson(folder, ModelFiles.SentenceReading, new JsonObject { ["max_seq_length"] = parts.Encode.MaxLength, ["do_lower_case"] = false }); // the tokenizer says it
        WriteJson(Path.Combine(folder, pooling), "config.json", new JsonObject
        {
            ["pooling_strategy"] = "max",
            ["activation_function"] = parts.Config.HeadActivation.Name,
            ["word_embedding_dimension"] = parts.Config.Encoder.VocabularySize,
        });
        WriteJson(folder, ModelFiles.Modules, routed
            ? new JsonArray(Module(0, "", Router))
            : new JsonArray(Module(0, "", Transformer), Module(1, pooling, Pooling)));
        if (routed)
        {
            WriteRouter(folder, pooling);
            WriteQueryModule(folder, parts, idf!);
        }
    }

    private static void WriteRouter(string folder, string pooling) => WriteJson(folder, ModelFiles.Router, new JsonObject
    {
        ["types"] = new JsonObject { [ModelFiles.QueryFolder] = StaticEmbedding, [""] = Transformer, [pooling] = Pooling },
        ["structure"] = new JsonObject { ["query"] = new JsonArray(ModelFiles.QueryFolder), ["document"] = new JsonArray("", pooling) },
        ["parameters"] = new JsonObject { ["default_route"] = "document", ["allow_empty_key"] = true },
    });

    private static void WriteQueryModule(string folder, ModelParts parts, InverseDocumentFrequency idf)
    {
        string queries = Path.Combine(folder, ModelFiles.QueryFolder);
        WriteJson(queries, "config.json", new JsonObject { ["frozen"] = true });
        TokenizerFolder.Copy(folder, queries, parts.Encode.MaxLength);
        float[] weights = new float[parts.Config.Encoder.VocabularySize]; // the model's vocabulary may be padded beyond the tokenizer's
        idf.Values.CopyTo(weights);
        foreach (int id in parts.Tokenizer.Wordless)
        {
            weights[id] = 0; // as everywhere: an IDF of punctuation would outweigh the words
        }

        using var writer = new SafetensorsWriter(
            Path.Combine(queries, ModelFolder.WeightsFile),
            [new TensorEntry("weight", TensorType.F32, [weights.Length])],
            new Dictionary<string, string> { ["format"] = "pt" });
        writer.Write("weight", MemoryMarshal.AsBytes(weights.AsSpan()));
        writer.Complete();
    }

    private static JsonObject Module(int index, string path, string type) => new()
    {
        ["idx"] = index,
        ["name"] = $"{index}",
        ["path"] = path,
        ["type"] = type,
    };

    private static void WriteJson(string folder, string name, JsonNode content)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name), content.ToJsonString(Indented) + "\n");
    }
}
