using KoSparse.Data;
using KoSparse.Text;
using KoSparse.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Modeling.Encoding;

// Shapes: T texts, B windows, S tokens, V vocabulary.

/// <summary>Encodes texts with a model: tokenize, batch by length, run, leave out tokens that carry no word, add variants, prune.</summary>
/// <remarks>Owns neither the model nor the tokenizer. Not for several threads at once: the model is shared.</remarks>
public sealed class SparseEncoder : ISparseEncoder
{
    private readonly SparseModel _model;
    private readonly Tokenizer _tokenizer;
    private readonly IdfQueryEncoder? _queries;
    private readonly Device _device;
    private readonly Lazy<SubwordVariants?> _variants; // a search encodes questions alone
    private readonly Predicate<int>? _isForeign;
    private readonly long[] _wordless;

    /// <summary>Makes an encoder.</summary>
    /// <param name="model">The model; set to evaluation mode while it encodes, and back after.</param>
    /// <param name="tokenizer">Its tokenizer, of the same vocabulary size.</param>
    /// <param name="idf">Weights of the questions' tokens; only needed where they encode questions.</param>
    /// <param name="device">Where the model lies; the processor when null.</param>
    /// <param name="queries">How questions are encoded; as the model's config says when null.</param>
    /// <exception cref="ArgumentException">Model and tokenizer differ in size, or the model's queries need IDF weights.</exception>
    public SparseEncoder(
        SparseModel model, Tokenizer tokenizer, InverseDocumentFrequency? idf = null, Device? device = null, QueryEncoding? queries = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (tokenizer.Vocabulary.Count > model.Config.Encoder.VocabularySize)
        {
            throw new ArgumentException(
                $"The tokenizer has {tokenizer.Vocabulary.Count} tokens, the model {model.Config.Encoder.VocabularySize}. " +
                "Name the tokenizer that the model was trained with.", nameof(tokenizer));
        }

        if ((queries ?? model.Config.QueryEncoder) == QueryEncoding.Idf)
        {
            _queries = new IdfQueryEncoder(tokenizer, (idf
                ?? throw new ArgumentException("The model's queries are weighted by IDF, and no IDF weights were given.", nameof(idf))).Values);
        }

        (_model, _tokenizer, _device) = (model, tokenizer, device ?? CPU);
        int tokens = tokenizer.Vocabulary.Count;
        _wordless = [.. tokenizer.Wordless.Concat(Enumerable.Range(tokens, VocabularySize - tokens)).Select(id => (long)id)]; // and rows that no token has
        _variants = new(() => model.Config.Variants is { } variants ? SubwordVariants.Of(tokenizer, variants, model.Families.Value) : null);
        if (model.Config.Pruning.ForeignRatio > 0)
        {
            TokenClasses classes = TokenClasses.Of(tokenizer);
            _isForeign = id => classes[id] == TokenClass.Foreign;
        }
    }

    /// <inheritdoc/>
    public int VocabularySize => _model.Config.Encoder.VocabularySize;

    /// <inheritdoc/>
    public IReadOnlyList<SparseVector> EncodeQueries(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return _queries is null ? Encode([.. texts.Select(Document.Of)], variants: null, progress: null) : [.. texts.Select(_queries.Encode)];
    }

    /// <inheritdoc/>
    /// <remarks>A document longer than the encoder reads is read in windows, and their terms are counted together.</remarks>
    public IReadOnlyList<SparseVector> EncodeDocuments(IReadOnlyList<Document> documents, IProgress<int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return Encode(documents, _variants.Value, progress);
    }

    private SparseVector[] Encode(IReadOnlyList<Document> documents, SubwordVariants? variants, IProgress<int>? progress)
    {
        SparseModelConfig config = _model.Config;
        var batches = new DocumentBatches(documents, _tokenizer, config.MaxLength, config.MaxWindows);
        var vectors = new SparseVector[documents.Count];
        bool wasTraining = _model.training;
        _model.eval();
        using IDisposable inference = inference_mode(true);
        int done = 0;
        foreach (int[] batch in batches.Batches())
        {
            EncodeBatch(batches, batch, variants, vectors);
            done += batch.Length;
            progress?.Report(done);
        }

        _model.train(wasTraining);
        return vectors;
    }

    private void EncodeBatch(DocumentBatches batches, int[] batch, SubwordVariants? variants, SparseVector[] vectors)
    {
        using DisposeScope scope = NewDisposeScope();
        (PaddedBatch rows, long[] windows) = batches.Pad(batch, _device);
        Tensor weightsTV = _model.Forward(rows.IdsBS, rows.MaskBS, rows.CountedBS, rows.TitleBS, windows).WeightsBV;
        weightsTV.index_fill_(1, tensor(_wordless, device: _device), 0);
        ReadOnlySpan<float> weights = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(weightsTV.cpu().contiguous().bytes);
        for (int i = 0; i < batch.Length; i++)
        {
            var vector = SparseVector.FromDense(weights.Slice(i * VocabularySize, VocabularySize));
            vectors[batch[i]] = (variants?.AddTo(vector) ?? vector).Prune(_model.Config.Pruning, _isForeign);
        }
    }
}
