using KoSparse.Encoding.Windows;
using KoSparse.Modeling.Batches;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Modeling.Networks;

// Shapes: T texts, E width of the encoder.

/// <summary>Encodes texts densely in the manner of BGE-M3: the first token's hidden state, normalised (Chen et al., 2024, arXiv:2402.03216).</summary>
/// <remarks>Encoders that take the mean of all tokens or begin texts with a prefix give other vectors elsewhere than here.</remarks>
public sealed class DenseEncoder : IDisposable
{
    /// <summary>Texts encoded together, of like length: more would cost memory, fewer time.</summary>
    private const int TextsPerBatch = 32;

    private readonly SparseModel _encoder;
    private readonly Tokenizer _tokenizer;
    private readonly int _maxLength;
    private readonly Device _device;

    /// <summary>Loads an encoder.</summary>
    /// <param name="folder">Hugging Face folder.</param>
    /// <param name="maxLength">Longest text in tokens.</param>
    /// <param name="device">Where it runs; the processor when null.</param>
    public DenseEncoder(string folder, int maxLength, Device? device = null)
    {
        _tokenizer = TokenizerFolder.Open(folder);
        _encoder = ModelWeights.OpenEncoder(folder);
        _device = device ?? CPU;
        _encoder.to(_device);
        _encoder.eval();
        _maxLength = Math.Min(maxLength, _encoder.Config.Encoder.MaxLength);
    }

    /// <summary>Unit vectors of texts, T × E; the caller owns them.</summary>
    /// <param name="texts">At least one.</param>
    /// <param name="progress">Told the number of texts encoded so far, when given.</param>
    public Tensor EncodeTensor(IReadOnlyList<string> texts, IProgress<int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        using IDisposable _ = no_grad();
        using DisposeScope scope = NewDisposeScope();
        int[][] sequences = [.. texts.Select(t => _tokenizer.Encode(t, _maxLength))];
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

    /// <summary>Unit vectors of texts, in their order.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="progress">Told the number of texts encoded so far, when given.</param>
    public IReadOnlyList<float[]> Encode(IReadOnlyList<string> texts, IProgress<int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0)
        {
            return [];
        }

        using Tensor vectorsTE = EncodeTensor(texts, progress);
        using Tensor hereTE = vectorsTE.cpu();
        float[] all = hereTE.data<float>().ToArray();
        return [.. all.Chunk(all.Length / texts.Count)];
    }

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();

    private Tensor EncodeBatch(int[][] sequences)
    {
        using DisposeScope scope = NewDisposeScope();
        PaddedBatch batch = PaddedBatch.Of(WindowBatch.Of(sequences.Select(ids => new Window(ids, Opening: _tokenizer.Opening.Count)), _tokenizer), _device);
        Tensor firstTE = _encoder.HiddenStates(batch.IdsBS, batch.MaskBS).select(1, 0);
        return nn.functional.normalize(firstTE, 2, 1).MoveToOuterDisposeScope();
    }
}
