using KoSparse.Data;
using KoSparse.Encoding.Folders;
using KoSparse.Encoding.Windows;
using KoSparse.Modeling.Batches;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Modeling.Networks;

// Shapes: T texts, E width of the encoder.

/// <summary>Encodes texts densely: the first token's hidden state, as BGE-M3 (Chen et al., 2024, arXiv:2402.03216), or the mean of all, as E5 (Wang et al., 2022, arXiv:2212.03533), normalised.</summary>
public sealed class DenseEncoder : IDisposable
{
    /// <summary>Texts encoded together, of like length: more would cost memory, fewer time.</summary>
    private const int TextsPerBatch = 32;

    private readonly SparseModel _encoder;
    private readonly DenseReading _reading;
    private readonly Tokenizer _tokenizer;
    private readonly int _maxLength;
    private readonly Device _device;

    /// <summary>Loads an encoder.</summary>
    /// <param name="folder">Hugging Face folder; <see cref="DenseReading"/> says what of it is read.</param>
    /// <param name="maxLength">Longest text in tokens.</param>
    /// <param name="device">Where it runs; the processor when null.</param>
    public DenseEncoder(string folder, int maxLength, Device? device = null)
    {
        string network = ModelLayout.Of(folder).Network;
        _reading = DenseReading.Of(folder);
        _tokenizer = TokenizerFolder.Open(network);
        _encoder = ModelWeights.OpenEncoder(network);
        _device = device ?? CPU;
        _encoder.to(_device);
        _encoder.eval();
        _maxLength = Math.Min(maxLength, _encoder.Config.Encoder.MaxLength);
    }

    /// <summary>Unit vectors of questions, T × E; the caller owns them.</summary>
    /// <param name="texts">At least one.</param>
    /// <param name="progress">Told the number of texts encoded so far, when given.</param>
    public Tensor EncodeQueries(IReadOnlyList<string> texts, IProgress<int>? progress = null) => Encode(texts, _reading.QueryPrefix, progress);

    /// <summary>Unit vectors of documents, T × E; the caller owns them.</summary>
    /// <param name="documents">At least one.</param>
    /// <param name="progress">Told the number of documents encoded so far, when given.</param>
    public Tensor EncodeDocuments(IReadOnlyList<Document> documents, IProgress<int>? progress = null) =>
        Encode([.. documents.Select(document => document.Content)], _reading.DocumentPrefix, progress);

    /// <summary>The rows of vectors in plain memory.</summary>
    /// <param name="vectorsTE">Vectors; disposed of.</param>
    public static float[][] Rows(Tensor vectorsTE)
    {
        ArgumentNullException.ThrowIfNull(vectorsTE);
        using Tensor given = vectorsTE;
        using Tensor hereTE = given.cpu().contiguous();
        return [.. hereTE.data<float>().ToArray().Chunk((int)hereTE.shape[1])];
    }

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();

    private Tensor Encode(IReadOnlyList<string> texts, string prefix, IProgress<int>? progress)
    {
        using IDisposable _ = no_grad();
        using DisposeScope scope = NewDisposeScope();
        int[][] sequences = [.. texts.Select(t => _tokenizer.Encode(prefix + t, _maxLength))];
        int[] order = [.. Enumerable.Range(0, sequences.Length).OrderBy(i => sequences[i].Length)];
        List<Tensor> batches = [];
        long[] places = new long[order.Length];
        for (int start = 0; start < order.Length; start += TextsPerBatch)
        {
            int[] rows = order[start..Math.Min(start + TextsPerBatch, order.Length)];
            batches.Add(EncodeBatch([.. rows.Select(row => sequences[row])]));
            for (int i = 0; i < rows.Length; i++)
            {
                places[rows[i]] = start + i;
            }

            progress?.Report(start + rows.Length);
        }

        return cat(batches).index_select(0, tensor(places, device: _device)).MoveToOuterDisposeScope();
    }

    private Tensor EncodeBatch(int[][] sequences)
    {
        using DisposeScope scope = NewDisposeScope();
        PaddedBatch batch = PaddedBatch.Of(WindowBatch.Of(sequences.Select(ids => new Window(ids, Opening: _tokenizer.Opening.Count)), _tokenizer), _device);
        Tensor hiddenTSE = _encoder.HiddenStates(batch.IdsBS, batch.MaskBS);
        Tensor pooledTE = _reading.IsMean ? Means.OverTokens(hiddenTSE, batch.MaskBS) : hiddenTSE.select(1, 0);
        return nn.functional.normalize(pooledTE, 2, 1).MoveToOuterDisposeScope();
    }
}
