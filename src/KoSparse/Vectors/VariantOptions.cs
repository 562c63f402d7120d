using System.ComponentModel.DataAnnotations;

namespace KoSparse.Vectors;

/// <summary>What <see cref="SubwordVariants"/> weigh.</summary>
public sealed record VariantOptions
{
    /// <summary>Share of a continuation's weight for the token of the same letters that begins a word.</summary>
    /// <value>The default is 0.7, chosen on training questions (docs/experiments.md).</value>
    [Range(0.0, 1.0)]
    public float WordStart { get; init; } = 0.7f;

    /// <summary>Share of a token's weight for the continuation of each of its syllables, where it has several.</summary>
    /// <value>The default is 0.4, chosen on training questions (docs/experiments.md).</value>
    [Range(0.0, 1.0)]
    public float Syllable { get; init; } = 0.4f;

    /// <summary>Share of a token's weight times the similarity, for each relative of its word family.</summary>
    /// <value>The default is 0.4, chosen on training questions (docs/experiments.md); it acts in a model that has families.</value>
    [Range(0.0, 1.0)]
    public float Family { get; init; } = 0.4f;
}
