using System.Text.Json.Nodes;
using KoSparse.Encoding.Configuration;
using KoSparse.Files;

namespace KoSparse.Encoding.Folders;

/// <summary>What a module of sentence-transformers says of how logits become a vector.</summary>
internal static class SpladePooling
{
    private static readonly (string Setting, string Ours)[] Fixed = [("pooling_strategy", "max"), ("activation_function", "relu")];

    /// <summary>Refuses a pooling that is not log(1 + relu(·)) of the largest logit.</summary>
    /// <param name="folder">Of the module.</param>
    /// <exception cref="CheckpointException">It is another.</exception>
    public static void ThrowIfOther(string folder)
    {
        string path = Path.Combine(folder, ModelFiles.Config);
        JsonNode? json = File.Exists(path) ? CheckpointJson.Read(path) : null;
        foreach ((string setting, string ours) in Fixed)
        {
            if (json?[setting]?.ToString() is { } value && value != ours)
            {
                throw new CheckpointException(
                    $"{path}: {setting} '{value}' is not supported; KoSparse encodes with '{ours}', and vectors would be others. " +
                    "Choose another model, or name this one as model.name in a config and train it so.");
            }
        }
    }
}
