using System.ComponentModel.DataAnnotations;

namespace KoSparse.Encoding.Configuration;

/// <summary>Which layers of ModernBERT see the whole text, how far the others see, and how positions turn in each.</summary>
public sealed record AttentionPattern
{
    /// <summary>Every how many layers one sees the whole text, the first layer included.</summary>
    /// <value>The default is 3.</value>
    [Range(1, 96)]
    public int GlobalEvery { get; init; } = 3;

    /// <summary>Tokens that a local layer sees around each token, half of them on either side.</summary>
    /// <value>The default is 128.</value>
    [Range(2, 32768)]
    public int Window { get; init; } = 128;

    /// <summary>Base of the rotary wavelengths in global layers.</summary>
    /// <value>The default is 160,000.</value>
    [Range(1.0, 1e9)]
    public double GlobalTheta { get; init; } = 160_000;

    /// <summary>Base of the rotary wavelengths in local layers.</summary>
    /// <value>The default is 10,000.</value>
    [Range(1.0, 1e9)]
    public double LocalTheta { get; init; } = 10_000;

    /// <summary>Whether a layer, counted from 0, sees the whole text.</summary>
    public bool IsGlobal(int layer) => layer % GlobalEvery == 0;
}
