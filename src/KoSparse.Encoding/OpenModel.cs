using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Encoding.Networks;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Encoding;

/// <summary>A trained model's folder, ready to encode; its weights are read when they are first needed, which questions weighted by IDF never do.</summary>
public sealed class OpenModel : IDisposable
{
    private readonly Lazy<INetwork> _network;

    private OpenModel(string folder, ModelParts parts, Func<string, SparseModelConfig, INetwork>? network)
    {
        (Folder, Parts, NetworkFolder) = (folder, parts, ModelLayout.Of(folder).Network);
        _network = new(() => (network ?? throw new InvalidOperationException(
            $"{folder}: encoding documents runs the model's network. Open the model with one, such as TorchNetwork.Open of KoSparse.Modeling."))(NetworkFolder, parts.Config));
        Encoder = new SparseEncoder(parts, _network);
    }

    /// <summary>The kind of questions that the model does not encode by its config.</summary>
    public QueryEncoding OtherQueries => Parts.Encode.QueryEncoder == QueryEncoding.Idf ? QueryEncoding.Model : QueryEncoding.Idf;

    /// <summary>Where the model came from.</summary>
    public string Folder { get; }

    /// <summary>What it is called: the last name of its folder.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Folder)));

    /// <summary>Where its network lies: in <see cref="Folder"/>, or in one within.</summary>
    public string NetworkFolder { get; }

    /// <summary>Everything but its weights.</summary>
    public ModelParts Parts { get; }

    /// <summary>Its tokenizer.</summary>
    public Tokenizer Tokenizer => Parts.Tokenizer;

    /// <summary>Its IDF weights, if any.</summary>
    public InverseDocumentFrequency? Idf => Parts.Idf;

    /// <summary>Encodes texts with it.</summary>
    public SparseEncoder Encoder { get; }

    /// <summary>Opens a model that KoSparse, transformers or sentence-transformers wrote, with its tokenizer and IDF weights.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="network">Opens the network of a folder and its architecture; null where only questions weighted by IDF are encoded.</param>
    /// <param name="change">Encodes otherwise than the folder says; null as it says.</param>
    /// <exception cref="CheckpointException">There is no model, or options cannot act with it.</exception>
    public static OpenModel Open(
        string folder, Func<string, SparseModelConfig, INetwork>? network = null, Func<EncodeOptions, EncodeOptions>? change = null)
    {
        ModelParts parts = ModelFolder.Read(folder);
        return new OpenModel(folder, change is null ? parts : Changed(folder, parts, change(parts.Encode)), network);
    }

    /// <summary>Reads the weights now, to learn of a fault before other work begins.</summary>
    /// <exception cref="CheckpointException">Weights are missing or do not fit.</exception>
    public void ReadWeights() => _ = _network.Value;

    /// <summary>The same encoder with <see cref="OtherQueries"/>.</summary>
    /// <exception cref="ArgumentException">They need IDF weights, and there are none.</exception>
    public SparseEncoder WithOtherQueries() => new(Parts with { Encode = Parts.Encode with { QueryEncoder = OtherQueries } }, _network);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_network.IsValueCreated)
        {
            _network.Value.Dispose();
        }
    }

    private static ModelParts Changed(string folder, ModelParts parts, EncodeOptions encode)
    {
        HuggingFaceConfig changed = new(parts.Config, encode);
        changed.ThrowIfFaulty(folder);
        return encode.Families is { } families
            ? parts with { Encode = encode, Families = new(() => WordFamilies.Read(families, parts.Tokenizer)) }
            : parts with { Encode = encode };
    }
}
