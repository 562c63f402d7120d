using KoSparse.Encoding.Windows;
using static TorchSharp.torch;

namespace KoSparse.Modeling.Batches;

// Shapes: B windows, S tokens.

/// <summary>Windows of texts as tensors; dispose it when the batch is done.</summary>
public sealed class PaddedBatch : IDisposable
{
    private PaddedBatch(WindowBatch batch, Device device)
    {
        long[] shape = [batch.Rows, batch.Length];
        IdsBS = tensor(batch.IdsBS, shape, device: device).MoveToOuterDisposeScope();
        MaskBS = tensor(batch.MaskBS, shape, device: device).MoveToOuterDisposeScope();
        CountedBS = tensor(batch.CountedBS, shape, device: device).MoveToOuterDisposeScope();
        TitleBS = tensor(batch.TitleBS, shape, device: device).MoveToOuterDisposeScope();
        Windows = [.. batch.Windows.Select(count => (long)count)];
    }

    /// <summary>Rows of each text.</summary>
    public long[] Windows { get; }

    /// <summary>Token ids, 64-bit, padded on the right.</summary>
    public Tensor IdsBS { get; }

    /// <summary>True where a token is real.</summary>
    public Tensor MaskBS { get; }

    /// <summary>True where a token is real, may stand in a vector, and was not counted in an earlier window.</summary>
    public Tensor CountedBS { get; }

    /// <summary>True where a counted token stands in the title.</summary>
    public Tensor TitleBS { get; }

    /// <summary>Copies a batch into tensors.</summary>
    /// <param name="batch">The windows.</param>
    /// <param name="device">Where the tensors go.</param>
    public static PaddedBatch Of(WindowBatch batch, Device device)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return new PaddedBatch(batch, device);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IdsBS.Dispose();
        MaskBS.Dispose();
        CountedBS.Dispose();
        TitleBS.Dispose();
    }
}
