using System.Diagnostics;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Origins;
using KoSparse.Encoding.Windows;
using KoSparse.Serving.Telemetry;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Serving.Batching;

/// <summary>A model that many ask at once.</summary>
public sealed class ServedModel : IAsyncDisposable
{
    private readonly OpenModel _model;
    private readonly bool _weighsQuestions;
    private readonly Lazy<TokenClasses> _classes;

    /// <summary>Begins to serve a model.</summary>
    /// <param name="model">The model; its owner disposes it, after this.</param>
    /// <param name="mostWaiting">Texts that may wait to be encoded.</param>
    public ServedModel(OpenModel model, int mostWaiting)
    {
        ArgumentNullException.ThrowIfNull(model);
        (_model, Batches) = (model, new BatchedEncoder(model.Encoder, mostWaiting));
        _classes = new(() => TokenClasses.Of(model.Tokenizer));
        _weighsQuestions = model.Parts.Encode.QueryEncoder == QueryEncoding.Idf;
    }

    /// <summary>What waits to be encoded.</summary>
    public BatchedEncoder Batches { get; }

    /// <summary>What the model is called.</summary>
    public string Name => _model.Name;

    /// <summary>What the model says of itself.</summary>
    public HuggingFaceConfig Config => new(_model.Parts.Config, _model.Parts.Encode);

    /// <summary>Number of tokens in its vocabulary.</summary>
    public int VocabularySize => _model.Encoder.VocabularySize;

    /// <summary>Its tokenizer.</summary>
    public Tokenizer Tokenizer => _model.Tokenizer;

    /// <summary>The vectors of some texts. Questions weighted by IDF need no network, and do not wait.</summary>
    /// <param name="kind">What they are.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="stop">Nobody waits for them any more.</param>
    /// <exception cref="Faults.ServiceException">Too many texts wait, or the model fails.</exception>
    public async Task<IReadOnlyList<SparseVector>> EncodeAsync(TextKind kind, IReadOnlyList<string> texts, CancellationToken stop)
    {
        if (kind == TextKind.Document || !_weighsQuestions)
        {
            return await Batches.EncodeAsync(kind, [.. texts.Select(Document.Of)], stop);
        }

        DateTime began = DateTime.UtcNow;
        IReadOnlyList<SparseVector> vectors = _model.Encoder.EncodeQueries(texts);
        Spans.Encoded(Activity.Current?.Context ?? default, began, $"{kind}", texts.Count, texts.Count, vectors.Sum(vector => vector.TokenIds.Length));
        return vectors;
    }

    /// <summary>A text's terms, heaviest first, each with where it comes from.</summary>
    /// <param name="kind">What the text is.</param>
    /// <param name="text">The text.</param>
    /// <param name="stop">Nobody waits for them any more.</param>
    /// <exception cref="Faults.ServiceException">As of <see cref="EncodeAsync"/>.</exception>
    public async Task<IReadOnlyList<SourcedTerm>> ExplainAsync(TextKind kind, string text, CancellationToken stop)
    {
        SparseVector vector = (await EncodeAsync(kind, [text], stop))[0];
        return kind == TextKind.Query ? TermSources.OfQuestion(_model, text, vector) : TermSources.OfDocument(_model, text, vector);
    }

    /// <summary>The language of a token.</summary>
    public TokenClass ClassOf(int token) => _classes.Value[token];

    /// <summary>Tokens of a text that no window holds.</summary>
    public int LeftOut(string text) =>
        DocumentWindows.Of(Document.Of(text), Tokenizer, _model.Parts.Encode.MaxLength, _model.Parts.Encode.MaxWindows)[^1].LeftOut;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Batches.DisposeAsync();
}
