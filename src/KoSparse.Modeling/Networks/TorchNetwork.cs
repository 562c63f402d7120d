using System.Runtime.InteropServices;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Lexical;
using KoSparse.Encoding.Networks;
using KoSparse.Encoding.Windows;
using KoSparse.Modeling.Batches;
using KoSparse.Modeling.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Modeling.Networks;

// Shapes: T texts, B windows, S tokens, D width, V vocabulary.

/// <summary>The network by torch.</summary>
/// <param name="model">In evaluation mode whenever this runs; owned by the caller.</param>
/// <param name="device">Where the model lies; the processor when null.</param>
public sealed class TorchNetwork(SparseModel model, Device? device = null) : INetwork
{
    private readonly Device _device = device ?? CPU;
    private bool _ownsModel;

    /// <inheritdoc/>
    public TermWeighting? Lexical => model.Lexical?.Weighting();

    /// <summary>Told each batch and its hidden states, which are disposed of when it returns.</summary>
    public Action<PaddedBatch, Tensor>? Seen { get; init; }

    /// <summary>Opens the network of a trained model's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="config">Its architecture.</param>
    /// <exception cref="CheckpointException">Weights are missing or do not fit.</exception>
    public static TorchNetwork Open(string folder, SparseModelConfig config) => Open(folder, config, CPU);

    /// <summary>Opens the network of a trained model's folder, and says how many threads torch takes.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="config">Its architecture.</param>
    /// <param name="threads">Threads of one matrix product, in the whole process; 0 leaves them as they are.</param>
    /// <exception cref="CheckpointException">Weights are missing or do not fit.</exception>
    public static TorchNetwork Open(string folder, SparseModelConfig config, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        if (threads > 0)
        {
            set_num_threads(threads);
        }

        return Open(folder, config, CPU);
    }

    /// <summary>Opens the network of a trained model's folder on a device.</summary>
    /// <inheritdoc cref="Open(string, SparseModelConfig)"/>
    public static TorchNetwork Open(string folder, SparseModelConfig config, Device device)
    {
        SparseModel model = ModelWeights.Open(folder, config);
        model.to(device);
        model.eval();
        foreach (TorchSharp.Modules.Parameter parameter in model.parameters())
        {
            parameter.DetachFromDisposeScope(); // opened when first needed, it outlives the scope that happens to be open then
        }

        return new TorchNetwork(model, device) { _ownsModel = true };
    }

    /// <inheritdoc/>
    public NetworkRows Run(WindowBatch batch, bool expansion)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (model.training)
        {
            throw new InvalidOperationException("The model is being trained: dropout would be in its vectors. Put it in evaluation mode (SparseModel.Evaluating).");
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable inference = inference_mode(true);
        PaddedBatch rows = PaddedBatch.Of(batch, _device);
        Tensor hiddenBSD = model.HiddenStates(rows.IdsBS, rows.MaskBS);
        Seen?.Invoke(rows, hiddenBSD);
        return new NetworkRows(
            expansion && model.OutputBias is not null ? Copied(ExpansionTV(hiddenBSD, rows)) : null,
            model.Lexical is { } lexical ? Copied(lexical.Importance(hiddenBSD)) : null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsModel)
        {
            model.Dispose();
        }
    }

    private Tensor ExpansionTV(Tensor hiddenBSD, PaddedBatch rows)
    {
        Tensor logitsBV = model.MaxLogits(hiddenBSD, rows.MaskBS);
        bool single = rows.Windows.All(count => count == 1);
        return model.Expansion(single ? logitsBV : stack(logitsBV.split(rows.Windows).Select(text => text.amax(0))));
    }

    private static float[] Copied(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.cpu().contiguous().bytes).ToArray();
}
