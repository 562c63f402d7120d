using System.Text.RegularExpressions;

namespace KoSparse.Files;

/// <summary>The files that the folder of a model consists of, each named once for all that write, copy, fetch or upload one.</summary>
public static partial class ModelFiles
{
    /// <summary>What the model is; makes a folder a model.</summary>
    public const string Config = "config.json";

    /// <summary>Its weights, unless they are in shards or in the old form.</summary>
    public const string Weights = "model.safetensors";

    /// <summary>IDF weights.</summary>
    public const string Idf = "idf.safetensors";

    /// <summary>Where the IDF weights come from.</summary>
    public const string IdfStatistics = "idf_statistics.json";

    /// <summary>IDF weights by token, as OpenSearch reads them.</summary>
    public const string TokenWeights = "idf.json";

    /// <summary>Word families.</summary>
    public const string Families = "families.json";

    /// <summary>What was measured of it.</summary>
    public const string Figures = "figures.json";

    /// <summary>The model card.</summary>
    public const string Card = "README.md";

    /// <summary>The chain of modules by which sentence-transformers knows a model; every export has one.</summary>
    public const string Modules = "modules.json";

    /// <summary>The route of questions and documents through the modules.</summary>
    public const string Router = "router_config.json";

    /// <summary>What sentence-transformers puts before texts, and how it compares vectors.</summary>
    public const string SentenceModel = "config_sentence_transformers.json";

    /// <summary>How sentence-transformers reads texts: their length, and whether in lower case.</summary>
    public const string SentenceReading = "sentence_bert_config.json";

    /// <summary>Module of an export whose model encodes both sides.</summary>
    public const string PoolingFolder = "1_SpladePooling";

    /// <summary>Module of documents where questions have a route of their own.</summary>
    public const string DocumentFolder = "document_1_SpladePooling";

    /// <summary>Module of questions that IDF weighs.</summary>
    public const string QueryFolder = "query_0_SparseStaticEmbedding";

    /// <summary>What was counted for a model, beside its config and weights: copied as it is.</summary>
    public static IReadOnlyList<string> Counted { get; } = [TokenWeights, Idf, IdfStatistics, Families];

    /// <summary>Names of a SentencePiece tokenizer.</summary>
    public static IReadOnlyList<string> SentencePieces { get; } = ["sentencepiece.bpe.model", "tokenizer.model", "spiece.model"];

    /// <summary>Names of other tokenizers: any kind as Hugging Face writes it, and WordPiece as a list of words.</summary>
    public static IReadOnlyList<string> WordPieces { get; } = ["tokenizer.json", "vocab.txt"];

    /// <summary>The forms of a tokenizer, of which a folder has one or more, by preference.</summary>
    public static IReadOnlyList<string> Tokenizers { get; } = [WordPieces[0], .. SentencePieces, .. WordPieces.Skip(1)];

    /// <summary>What goes with a tokenizer.</summary>
    public static IReadOnlyList<string> TokenizerSettings { get; } =
        ["tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json"];

    /// <summary>Files of sentence-transformers beside the folders of its modules.</summary>
    public static IReadOnlyList<string> SentenceTransformers { get; } =
        [Modules, Router, SentenceModel, SentenceReading];

    private static readonly HashSet<string> TopNames = new(
        [Config, Card, Figures, "LICENSE", "LICENSE.txt", "LICENSE.md", .. Counted, .. Tokenizers, .. TokenizerSettings, .. SentenceTransformers],
        StringComparer.Ordinal);

    private static readonly HashSet<string> ModuleNames = new([Config, .. Tokenizers, .. TokenizerSettings, .. SentenceTransformers], StringComparer.Ordinal);

    /// <summary>Whether a file belongs to a model, weights included.</summary>
    /// <param name="path">Path in the model's folder, with slashes; nothing that hides or climbs belongs to one.</param>
    public static bool Contain(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return TopNames.Contains(path) || IsWeights(path) || IsOldWeights(path)
            || (path.Split('/') is [string folder, string name] && ModuleFolder().IsMatch(folder) && (ModuleNames.Contains(name) || IsWeights(name) || IsOldWeights(name)));
    }

    /// <summary>Whether a file makes its folder a model: it says what the model is, or of which modules it consists.</summary>
    public static bool IsSign(string path) => path is Config or Modules;

    /// <summary>Whether a file holds a model's weights as safetensors, whole or a shard, or lists its shards.</summary>
    public static bool IsWeights(string path) => Safetensors().IsMatch(path);

    /// <summary>Whether a file holds a model's weights in the form that torch wrote before safetensors, or lists its shards.</summary>
    public static bool IsOldWeights(string path) => Pickles().IsMatch(path);

    [GeneratedRegex(@"^((query|document)_)?\d+_[A-Za-z]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex ModuleFolder();

    [GeneratedRegex(@"^model(-\d+-of-\d+)?\.safetensors\z|^model\.safetensors\.index\.json\z", RegexOptions.CultureInvariant)]
    private static partial Regex Safetensors();

    [GeneratedRegex(@"^pytorch_model(-\d+-of-\d+)?\.bin\z|^pytorch_model\.bin\.index\.json\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pickles();
}
