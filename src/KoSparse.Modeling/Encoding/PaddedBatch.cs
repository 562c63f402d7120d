using KoSparse.Text;
using static TorchSharp.torch;

namespace KoSparse.Modeling.Encoding;

// Shapes: B batch, S tokens.

/// <summary>Texts of a batch as tensors; dispose it when the batch is done.</summary>
public sealed class PaddedBatch : IDisposable
{
    private PaddedBatch(Tensor idsBS, Tensor maskBS, Tensor countedBS, Tensor titleBS) =>
        (IdsBS, MaskBS, CountedBS, TitleBS) = (idsBS, maskBS, countedBS, titleBS);

    /// <summary>Token ids, 64-bit, padded on the right.</summary>
    public Tensor IdsBS { get; }

    /// <summary>True where a token is real.</summary>
    public Tensor MaskBS { get; }

    /// <summary>True where a token is real, may stand in a vector, and was not counted in an earlier window.</summary>
    public Tensor CountedBS { get; }

    /// <summary>True where a counted token stands in the title.</summary>
    public Tensor TitleBS { get; }

    /// <summary>Pads windows to the longest of them.</summary>
    /// <param name="windows">Token ids with special tokens, none empty.</param>
    /// <param name="tokenizer">Made the ids; says what pads, and which tokens carry no word.</param>
    /// <param name="device">Where the tensors go.</param>
    public static PaddedBatch Of(IReadOnlyList<Window> windows, Tokenizer tokenizer, Device device)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(tokenizer);
        int length = windows.Max(w => w.Ids.Length);
        long[,] ids = new long[windows.Count, length];
        bool[,] mask = new bool[windows.Count, length];
        bool[,] counted = new bool[windows.Count, length];
        bool[,] title = new bool[windows.Count, length];
        for (int row = 0; row < windows.Count; row++)
        {
            (int[] sequence, int context, int ofTitle) = windows[row];
            for (int column = 0; column < length; column++)
            {
                bool real = column < sequence.Length;
                int id = real ? sequence[column] : tokenizer.SpecialTokens.Padding;
                ids[row, column] = id;
                mask[row, column] = real;
                counted[row, column] = real && column > context && !tokenizer.Wordless.Contains(id);
                title[row, column] = counted[row, column] && column <= context + ofTitle;
            }
        }

        return new PaddedBatch(
            tensor(ids, device: device).MoveToOuterDisposeScope(),
            tensor(mask, device: device).MoveToOuterDisposeScope(),
            tensor(counted, device: device).MoveToOuterDisposeScope(),
            tensor(title, device: device).MoveToOuterDisposeScope());
    }

    /// <summary>Pads texts that are one window each.</summary>
    /// <param name="sequences">Token ids with special tokens, none empty.</param>
    /// <param name="tokenizer">Made the ids.</param>
    /// <param name="device">Where the tensors go.</param>
    public static PaddedBatch Of(IReadOnlyList<int[]> sequences, Tokenizer tokenizer, Device device)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        return Of([.. sequences.Select(ids => new Window(ids))], tokenizer, device);
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
