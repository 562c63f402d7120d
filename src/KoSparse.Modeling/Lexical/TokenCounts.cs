using static TorchSharp.torch;

namespace KoSparse.Modeling.Lexical;

// Shapes: T texts, B windows, S tokens, V vocabulary.

/// <summary>Sums over the occurrences of each token in each text, whose windows are rows of a batch.</summary>
internal sealed class TokenCounts
{
    private readonly Tensor _cellsN; // of (text, token) in T × V, for each of the B · S places
    private readonly long _texts;
    private readonly long _vocabularySize;

    /// <summary>Sees which places hold the same token of the same text; tensors belong to the current scope.</summary>
    /// <param name="idsBS">Token ids.</param>
    /// <param name="vocabularySize">Number of tokens.</param>
    /// <param name="windows">Rows of each text; null when every row is a text.</param>
    public TokenCounts(Tensor idsBS, int vocabularySize, long[]? windows)
    {
        (long rows, Device device) = (idsBS.shape[0], idsBS.device);
        (_texts, _vocabularySize) = (windows?.Length ?? rows, vocabularySize);
        TextsB = windows is null ? arange(rows, device: device) : arange(_texts, device: device).repeat_interleave(tensor(windows, device: device));
        _cellsN = ((TextsB.unsqueeze(1) * vocabularySize) + idsBS).flatten();
    }

    /// <summary>The text of each row.</summary>
    public Tensor TextsB { get; }

    /// <summary>Sums of values by text and token, T × V.</summary>
    public Tensor Sum(Tensor valuesBS) =>
        zeros(_texts * _vocabularySize, valuesBS.dtype, valuesBS.device).scatter_add(0, _cellsN, valuesBS.flatten()).view(_texts, _vocabularySize);

    /// <summary>The sum for the token at each place, B × S.</summary>
    public Tensor Of(Tensor valuesBS) => Sum(valuesBS).flatten().gather(0, _cellsN).view_as(valuesBS);

    /// <summary>Sums of values by text, T.</summary>
    public Tensor PerText(Tensor valuesBS) =>
        zeros(_texts, valuesBS.dtype, valuesBS.device).scatter_add(0, TextsB, valuesBS.sum([1]));
}
