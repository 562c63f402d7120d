using KoSparse.Encoding.Configuration;
using KoSparse.Files;

namespace KoSparse.Encoding.Folders;

/// <summary>Finds a pretrained model by folder or Hugging Face name, on this machine alone.</summary>
public static class ModelLocator
{
    /// <summary>The folder of a model: the name itself, <c>models/NAME</c>, or a snapshot in the Hugging Face cache.</summary>
    /// <param name="name">A folder, or a name such as <c>xlm-roberta-base</c>.</param>
    /// <exception cref="CheckpointException">The model is not here; the message says how to fetch it.</exception>
    public static string Find(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        IEnumerable<string> places = [name, Path.Combine("models", name), .. HuggingFaceCache.Snapshots(name)];
        return places.FirstOrDefault(ModelLayout.IsModel) ?? throw new CheckpointException(
            $"Model '{name}' is not on this machine: looked in {name}, models/{name} and {HuggingFaceCache.Hub}. " +
            $"Fetch it where there is a network, './kosparse fetch {name}', or name another folder in model.name.");
    }

    /// <summary>The folder of a model's network, which may be one within the model's.</summary>
    /// <inheritdoc cref="Find"/>
    public static string FindNetwork(string name) => ModelLayout.Of(Find(name)).Network;
}
