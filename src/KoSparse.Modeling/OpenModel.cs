using KoSparse.Data;
using KoSparse.Modeling.Encoding;
using KoSparse.Text;

namespace KoSparse.Modeling;

/// <summary>A trained model, ready to encode.</summary>
public sealed class OpenModel : IDisposable
{
    /// <summary>Joins what a folder holds.</summary>
    /// <param name="folder">Where it came from.</param>
    /// <param name="model">The model; disposed with this.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="idf">Its IDF weights, if any.</param>
    public OpenModel(string folder, SparseModel model, Tokenizer tokenizer, InverseDocumentFrequency? idf)
    {
        ArgumentNullException.ThrowIfNull(model);
        (Folder, Model, Tokenizer, Idf) = (folder, model, tokenizer, idf);
        IdfQueryEncoder? queries = model.Config.QueryEncoder == QueryEncoding.Idf && idf is not null
            ? new IdfQueryEncoder(tokenizer, idf.Values)
            : null;
        Encoder = new SparseEncoder(model, tokenizer, queries);
    }

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

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
