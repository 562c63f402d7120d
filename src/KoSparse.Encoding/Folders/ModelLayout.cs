using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Encoding.Configuration;
using KoSparse.Files;

namespace KoSparse.Encoding.Folders;

/// <summary>Where the parts of a model lie: all in its folder, or where sentence-transformers says in <c>modules.json</c> and <c>router_config.json</c>.</summary>
/// <param name="Network">Folder of the network, with its config, weights and tokenizer.</param>
/// <param name="Pooling">Folder that says how the network's logits become a vector; null where nobody says so.</param>
/// <param name="Questions">Folder of the weights by which questions are encoded without the network; null where there are none.</param>
public sealed record ModelLayout(string Network, string? Pooling = null, string? Questions = null)
{
    private const string Router = "Router";
    private const string Transformer = "MLMTransformer";
    private const string SpladePooling = "SpladePooling";

    /// <summary>The kinds of modules that look up a weight for each token.</summary>
    private static readonly string[] StaticEmbeddings = ["SparseStaticEmbedding", "IDF"];

    /// <summary>Whether a folder is that of a model, by the files that it has.</summary>
    public static bool IsModel(string folder) =>
        File.Exists(Path.Combine(folder, ModelFiles.Config)) || File.Exists(Path.Combine(folder, ModelFiles.Modules));

    /// <summary>The layout of a model's folder; one that is not sentence-transformers' is all in one place.</summary>
    /// <exception cref="CheckpointException">The modules cannot be read, lead out of the folder, or are of a kind that KoSparse does not run.</exception>
    public static ModelLayout Of(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string path = Path.Combine(folder, ModelFiles.Modules);
        if (!File.Exists(path))
        {
            return new ModelLayout(folder);
        }

        try
        {
            Module[] modules = [.. Json(path).AsArray().Select(module => new Module(Kind(module!["type"]!), Inside(folder, module["path"]!.GetValue<string>())))];
            return modules.FirstOrDefault(module => module.Kind == Router) is { Folder: { } router }
                ? Routed(router)
                : Plain(modules) ?? new ModelLayout(File.Exists(Path.Combine(folder, ModelFiles.Config)) || modules.Length == 0 ? folder : modules[0].Folder);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or NullReferenceException or KeyNotFoundException or IOException)
        {
            throw new CheckpointException($"{path}: not the modules of a model that KoSparse reads ({fault.Message.TrimEnd('.')}). Get the model again.", fault);
        }
    }

    /// <summary>Questions and documents go through modules of their own.</summary>
    private static ModelLayout Routed(string folder)
    {
        JsonNode router = Json(Path.Combine(folder, ModelFiles.Router));
        Module[] Route(string name) =>
        [
            .. (router["structure"]![name] ?? throw new FormatException($"{ModelFiles.Router} has no route '{name}'")).AsArray()
                .Select(id => id!.GetValue<string>())
                .Select(id => new Module(Kind(router["types"]![id] ?? throw new FormatException($"{ModelFiles.Router} has no type of '{id}'")), Inside(folder, id))),
        ];
        Module[] questions = Route("query");
        ModelLayout documents = Plain(Route("document")) ?? throw new FormatException($"its documents do not go through {Transformer} and {SpladePooling}");
        return questions is [{ } only] && StaticEmbeddings.Contains(only.Kind) ? documents with { Questions = only.Folder }
            : Plain(questions) == documents ? documents
            : throw new FormatException(
                $"its questions go through {string.Join(", ", questions.Select(module => module.Kind))}; KoSparse encodes them by the documents' network or by weights of tokens");
    }

    /// <summary>A network and its pooling; null for any other chain, such as that of a dense model.</summary>
    private static ModelLayout? Plain(Module[] modules) => modules is [{ Kind: Transformer } network, { Kind: SpladePooling } pooling]
        ? new ModelLayout(network.Folder, pooling.Folder)
        : null;

    /// <summary>Class names are written with where they stand, which changes from version to version.</summary>
    private static string Kind(JsonNode type) => type.GetValue<string>().Split('.')[^1];

    private static string Inside(string folder, string path) => path.Length == 0
        ? folder
        : InnerPath.Resolve(folder, path) is null ? throw new FormatException($"'{path}' is not within the folder") : Path.Combine(folder, path);

    private static JsonNode Json(string path) => JsonFile.ReadNode(path);

    private sealed record Module(string Kind, string Folder);
}
