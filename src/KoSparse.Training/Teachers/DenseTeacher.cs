using KoSparse.Modeling;
using KoSparse.Modeling.Encoding;
using KoSparse.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Teachers;

// Shapes: T texts, D width of the teacher.

/// <summary>A dense encoder in the manner of BGE-M3: the first token's hidden state, normalised (Chen et al., 2024, arXiv:2402.03216).</summary>
public sealed class DenseTeacher : IDisposable
{
    private readonly SparseModel _encoder;
    private readonly Tokenizer _tokenizer;
    private readonly int _maxLength;
    private readonly Device _device;

    /// <summary>Loads a teacher.</summary>
    /// <param name="folder">Hugging Face folder of an encoder.</param>
    /// <param name="maxLength">Longest text in the teacher's tokens.</param>
    /// <param name="device">Where it runs.</param>
    public DenseTeacher(string folder, int maxLength, Device device)
    {
        _tokenizer = TokenizerFolder.Open(folder);
        _encoder = ModelFolder.LoadEncoder(folder);
        _encoder.to(device);
        _encoder.eval();
        _device = device;
        _maxLength = Math.Min(maxLength, _encoder.Config.Encoder.MaxLength);
    }

    /// <summary>Unit vectors of texts, T × D; the caller owns them.</summary>
    public Tensor Encode(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        using IDisposable _ = no_grad();
        using DisposeScope scope = NewDisposeScope();
        int[][] sequences = [.. texts.Select(t => _tokenizer.Encode(t, _maxLength))];
        PaddedBatch batch = PaddedBatch.Of(sequences, _tokenizer.SpecialTokens, _device);
        Tensor firstTD = _encoder.HiddenStates(batch.IdsBS, batch.MaskBS).select(1, 0);
        return nn.functional.normalize(firstTD, 2, 1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();
}
