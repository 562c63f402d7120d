using KoSparse.Data;
using KoSparse.Modeling.Encoding;
using KoSparse.Text;
using static TorchSharp.torch;

namespace KoSparse.Modeling;

/// <summary>A trained model, ready to encode.</summary>
public sealed class OpenModel : IDisposable
{
    private readonly Device? _device;

    /// <summary>Joins what a folder holds.</summary>
    /// <param name="folder">Where it came from.</param>
    /// <param name="model">The model; disposed with this.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="idf">Its IDF weights, if any.</param>
    /// <param name="device">Where the model lies; the processor when null.</param>
    public OpenModel(string folder, SparseModel model, Tokenizer tokenizer, InverseDocumentFrequency? idf, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        (Folder, Model, Tokenizer, Idf, _device) = (folder, model, tokenizer, idf, device);
        Encoder = new SparseEncoder(model, tokenizer, idf, device);
    }

    /// <summary>The kind of questions that the model does not encode by its config.</summary>
    public QueryEncoding OtherQueries => Model.Config.QueryEncoder == QueryEncoding.Idf ? QueryEncoding.Model : QueryEncoding.Idf;

    /// <summary>Where the model came from.</summary>
    public string Folder { get; }

    /// <summary>The network.</summary>
    public SparseModel Model { get; }

    /// <summary>Its tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Its IDF weights, if any.</summary>
    public InverseDocumentFrequency? Idf { get; }

    /// <summary>Encodes texts with it.</summary>
    public SparseEncoder Encoder { get; }

    /// <summary>The same encoder with <see cref="OtherQueries"/>.</summary>
    /// <exception cref="ArgumentException">They need IDF weights, and there are none.</exception>
    public SparseEncoder WithOtherQueries() => new(Model, Tokenizer, Idf, _device, OtherQueries);

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
