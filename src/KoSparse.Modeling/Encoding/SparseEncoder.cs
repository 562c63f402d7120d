using KoSparse.Text;
using KoSparse.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Modeling.Encoding;

// Shapes: B batch, S tokens, V vocabulary.

/// <summary>Encodes texts with a model: tokenize, batch by length, run, leave out special tokens, prune.</summary>
/// <remarks>Owns neither the model nor the tokenizer. Not for several threads at once: the model is shared.</remarks>
public sealed class SparseEncoder : ISparseEncoder
{
    /// <summary>Tokens per batch: enough to keep the matrix products busy, little enough for the caches.</summary>
    private const int TokensPerBatch = 4096;

    private readonly SparseModel _model;
    private readonly Tokenizer _tokenizer;
    private readonly IdfQueryEncoder? _queries;
    private readonly Device _device;

    /// <summary>Makes an encoder.</summary>
    /// <param name="model">The model; set to evaluation mode while it encodes, and back after.</param>
    /// <param name="tokenizer">Its tokenizer, of the same vocabulary size.</param>
    /// <param name="queries">Encodes questions; null where the model does.</param>
    /// <param name="device">Where the model lies; the processor when null.</param>
    /// <exception cref="ArgumentException">Model and tokenizer differ in size, or the model's queries need IDF weights.</exception>
    public SparseEncoder(SparseModel model, Tokenizer tokenizer, IdfQueryEncoder? queries = null, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (tokenizer.Vocabulary.Count > model.Config.Encoder.VocabularySize)
        {
            throw new ArgumentException(
                $"The tokenizer has {tokenizer.Vocabulary.Count} tokens, the model {model.Config.Encoder.VocabularySize}. " +
                "Name the tokenizer that the model was trained with.", nameof(tokenizer));
        }

        if (model.Config.QueryEncoder == QueryEncoding.Idf && queries is null)
        {
            throw new ArgumentException("The model's queries are weighted by IDF, and no IDF weights were given.", nameof(queries));
        }

        (_model, _tokenizer, _queries, _device) = (model, tokenizer, queries, device ?? CPU);
    }

    /// <inheritdoc/>
    public int VocabularySize => _model.Config.Encoder.VocabularySize;

    /// <inheritdoc/>
    public IReadOnlyList<SparseVector> EncodeQueries(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return _queries is null ? EncodeDocuments(texts) : [.. texts.Select(_queries.Encode)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<SparseVector> EncodeDocuments(IReadOnlyList<string> texts, IProgress<int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        int[][] sequences = [.. texts.AsParallel().AsOrdered().Select(t => _tokenizer.Encode(t, _model.Config.MaxLength))];
        int[] order = [.. Enumerable.Range(0, sequences.Length).OrderBy(i => sequences[i].Length)];
        var vectors = new SparseVector[texts.Count];
        bool wasTraining = _model.training;
        _model.eval();
        using IDisposable inference = inference_mode(true);
        for (int start = 0; start < order.Length;)
        {
            int count = BatchSize(sequences, order, start);
            EncodeBatch(sequences, order.AsSpan(start, count), vectors);
            start += count;
            progress?.Report(start);
        }

        _model.train(wasTraining);
        return vectors;
    }

    private static int BatchSize(int[][] sequences, int[] order, int start)
    {
        int count = 1;
        while (start + count < order.Length && sequences[order[start + count]].Length * (count + 1) <= TokensPerBatch)
        {
            count++;
        }

        return count;
    }

    private void EncodeBatch(int[][] sequences, ReadOnlySpan<int> rows, SparseVector[] vectors)
    {
        using DisposeScope scope = NewDisposeScope();
        List<int[]> batch = [];
        foreach (int row in rows)
        {
            batch.Add(sequences[row]);
        }

        PaddedBatch padded = PaddedBatch.Of(batch, _tokenizer.SpecialTokens, _device);
        Tensor weightsBV = _model.Forward(padded.IdsBS, padded.MaskBS, padded.CountedBS).WeightsBV;
        weightsBV.index_fill_(1, tensor(_tokenizer.SpecialTokens.All.Select(id => (long)id).ToArray(), device: _device), 0);
        ReadOnlySpan<float> weights = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(weightsBV.cpu().contiguous().bytes);
        for (int i = 0; i < rows.Length; i++)
        {
            vectors[rows[i]] = SparseVector.FromDense(weights.Slice(i * VocabularySize, VocabularySize)).Prune(_model.Config.Pruning);
        }
    }
}
