using System.Text.Json.Nodes;
using KoSparse.Encoding.Configuration;
using KoSparse.Files;

namespace KoSparse.Encoding.Folders;

/// <summary>What a module of sentence-transformers says of how logits become a vector.</summary>
/// <param name="Path">The module's config.</param>
/// <param name="Strategy">What becomes of a vocabulary entry's logits over the tokens.</param>
/// <param name="Function">Name of the activation.</param>
internal sealed record SpladePooling(string Path, string Strategy, string Function)
{
    private const string Largest = "max";

    /// <summary>The activation; null when it is none of ours.</summary>
    public Activation? Activation => Activations.Find(Function);

    /// <summary>Reads a module; what it does not say is sentence-transformers' default.</summary>
    /// <param name="folder">Of the module.</param>
    /// <exception cref="CheckpointException">Its config is not JSON.</exception>
    public static SpladePooling Read(string folder)
    {
        string path = System.IO.Path.Combine(folder, ModelFiles.Config);
        JsonObject? json = File.Exists(path) ? CheckpointJson.Read(path) : null;
        return new SpladePooling(path, json?["pooling_strategy"]?.ToString() ?? Largest, json?["activation_function"]?.ToString() ?? Configuration.Activation.Relu.Name);
    }

    /// <summary>Refuses what KoSparse does not compute. A sum over the tokens is such: windows of a long text would count what they share twice.</summary>
    /// <exception cref="CheckpointException">It is another pooling or activation.</exception>
    public void ThrowIfUnknown()
    {
        if (Strategy != Largest)
        {
            throw Other("pooling_strategy", Strategy, $"takes the largest logit of the tokens ('{Largest}')");
        }

        if (Activation is null)
        {
            throw Other("activation_function", Function, $"knows {string.Join(" and ", Activations.Names)}");
        }
    }

    private CheckpointException Other(string setting, string value, string ours) => new(
        $"{Path}: {setting} '{value}' is not supported; KoSparse {ours}, and vectors would be others. " +
        "Choose another model, or name this one as model.name in a config and train it so.");
}
