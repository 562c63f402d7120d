using KoSparse.Encoding.Folders;
using KoSparse.Modeling;
using KoSparse.Modeling.Batches;
using KoSparse.Modeling.Networks;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Transfer;

// Shapes: B texts, S tokens, N words, D width, T texts of the sample.

/// <summary>What the teacher sees in texts: the state of each word after a layer, and the vector of the whole.</summary>
internal sealed class TeacherTargets : IDisposable
{
    private readonly SparseModel _encoder;
    private readonly int _layer;
    private readonly Device _device;

    /// <summary>Loads the teacher.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="layer">The layer whose states are followed, from 1.</param>
    /// <param name="device">Where it runs.</param>
    /// <exception cref="TrainingException">The teacher has fewer layers.</exception>
    public TeacherTargets(string folder, int layer, Device device)
    {
        string network = ModelLayout.Of(folder).Network;
        Tokenizer = TokenizerFolder.Open(network);
        _encoder = ModelWeights.OpenEncoder(network);
        if (layer > _encoder.Config.Encoder.Layers)
        {
            throw new TrainingException($"layers is {layer}, but {folder} has {_encoder.Config.Encoder.Layers}. Lower it.");
        }

        Prefix = DenseReading.Of(folder).DocumentPrefix;
        (_layer, _device) = (layer, device);
        _encoder.to(device);
        _encoder.eval();
    }

    /// <summary>Splits its texts.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>What stands before its texts.</summary>
    public string Prefix { get; }

    /// <summary>The network; owned by this.</summary>
    public SparseModel Encoder => _encoder;

    /// <summary>States of the words after the layer, N × D, their mean over each text, B × D, and the texts' vectors, the mean of the last states, B × D.</summary>
    public (Tensor WordsND, Tensor MeansBD, Tensor VectorsBD) Of(IReadOnlyList<WordedText> texts, IReadOnlyList<int> words)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        WordBatch batch = WordBatch.Of(texts, words, Tokenizer, _device);
        IReadOnlyList<Tensor> states = _encoder.LayerStates(batch.IdsBS, batch.MaskBS, [.. new[] { _layer, _encoder.Config.Encoder.Layers }.Distinct()]);
        return (
            Means.OverGroups(states[0], batch.PlacesP, batch.WordsP, batch.Words).MoveToOuterDisposeScope(),
            Means.OverTokens(states[0], batch.MaskBS).MoveToOuterDisposeScope(),
            Means.OverTokens(states[^1], batch.MaskBS).MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();
}
