using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Encoding.Configuration;
using KoSparse.Files;

namespace KoSparse.Modeling.Networks;

/// <summary>How a dense encoder wants to be read, as its folder says in the form of sentence-transformers.</summary>
/// <param name="IsMean">Whether a vector is the mean of all hidden states (<c>1_Pooling</c>); else it is the first token's.</param>
/// <param name="QueryPrefix">What stands before a question, such as <c>query: </c>.</param>
/// <param name="DocumentPrefix">What stands before a document, such as <c>passage: </c>.</param>
public sealed record DenseReading(bool IsMean = false, string QueryPrefix = "", string DocumentPrefix = "")
{
    private const string PoolingFolder = "1_Pooling";

    /// <summary>Names under which models keep the prompt of documents.</summary>
    private static readonly string[] DocumentPrompts = ["document", "passage", "corpus"];

    /// <summary>Reads what a folder says; one that says nothing is read as BGE-M3 is: the first token, no prefix.</summary>
    /// <param name="folder">Folder of the model, above those of its modules.</param>
    /// <exception cref="CheckpointException">A file is no JSON, or asks for another pooling than the mean or the first token.</exception>
    public static DenseReading Of(string folder)
    {
        JsonNode? pooling = Read(Path.Combine(folder, PoolingFolder, ModelFiles.Config));
        JsonNode? prompts = Read(Path.Combine(folder, ModelFiles.SentenceModel))?["prompts"];
        return new DenseReading(
            pooling is not null && IsMeanOf(pooling, folder),
            $"{prompts?["query"]}",
            $"{DocumentPrompts.Select(name => prompts?[name]).FirstOrDefault(prompt => prompt is not null)}");
    }

    private static bool IsMeanOf(JsonNode pooling, string folder)
    {
        string[] modes = [.. pooling.AsObject().Where(p => p.Key.StartsWith("pooling_mode_", StringComparison.Ordinal) && $"{p.Value}" == "true").Select(p => p.Key)];
        return modes switch
        {
            ["pooling_mode_mean_tokens"] => true,
            ["pooling_mode_cls_token"] => false,
            _ => throw new CheckpointException(
                $"{folder}: pools by {(modes.Length == 0 ? "nothing" : string.Join(" and ", modes))}; read are the mean of all tokens and the first token."),
        };
    }

    private static JsonNode? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonFile.ReadNode(path) : null;
        }
        catch (JsonException fault)
        {
            throw new CheckpointException($"{path}: no JSON ({fault.Message.TrimEnd('.')}). Get the model again.", fault);
        }
    }
}
