using KoSparse.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Modeling.Encoding;

// Shapes: B batch, S tokens.

/// <summary>Texts of a batch as tensors; dispose it when the batch is done.</summary>
public sealed class PaddedBatch : IDisposable
{
    private PaddedBatch(Tensor idsBS, Tensor maskBS, Tensor countedBS) => (IdsBS, MaskBS, CountedBS) = (idsBS, maskBS, countedBS);

    /// <summary>Token ids, 64-bit, padded on the right.</summary>
    public Tensor IdsBS { get; }

    /// <summary>True where a token is real.</summary>
    public Tensor MaskBS { get; }

    /// <summary>True where a token is real and not special.</summary>
    public Tensor CountedBS { get; }

    /// <summary>Pads sequences to the longest of them.</summary>
    /// <param name="sequences">Token ids with special tokens, none empty.</param>
    /// <param name="special">The tokenizer's special tokens.</param>
    /// <param name="device">Where the tensors go.</param>
    public static PaddedBatch Of(IReadOnlyList<int[]> sequences, SpecialTokens special, Device device)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentNullException.ThrowIfNull(special);
        int length = sequences.Max(s => s.Length);
        long[,] ids = new long[sequences.Count, length];
        bool[,] mask = new bool[sequences.Count, length];
        bool[,] counted = new bool[sequences.Count, length];
        HashSet<int> outside = [.. special.All];
        for (int row = 0; row < sequences.Count; row++)
        {
            for (int column = 0; column < length; column++)
            {
                bool real = column < sequences[row].Length;
                int id = real ? sequences[row][column] : special.Padding;
                ids[row, column] = id;
                mask[row, column] = real;
                counted[row, column] = real && !outside.Contains(id);
            }
        }

        using DisposeScope scope = NewDisposeScope();
        return new PaddedBatch(
            tensor(ids, device: device).MoveToOuterDisposeScope(),
            tensor(mask, device: device).MoveToOuterDisposeScope(),
            tensor(counted, device: device).MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IdsBS.Dispose();
        MaskBS.Dispose();
        CountedBS.Dispose();
    }
}
