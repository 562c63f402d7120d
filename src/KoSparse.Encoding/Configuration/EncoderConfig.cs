using System.ComponentModel.DataAnnotations;

namespace KoSparse.Encoding.Configuration;

/// <summary>The architecture of an encoder: what a Hugging Face <c>config.json</c> says, and what a small one is built from.</summary>
public sealed record EncoderConfig : IValidatableObject
{
    /// <summary>Which family: names of tensors, positions and end tokens follow from it.</summary>
    /// <value>The default is <see cref="EncoderFamily.Bert"/>.</value>
    public EncoderFamily Family { get; init; } = EncoderFamily.Bert;

    /// <summary>Rows of the token embeddings.</summary>
    [Range(1, 1_000_000)]
    public required int VocabularySize { get; init; }

    /// <summary>Width of the hidden states.</summary>
    [Range(8, 8192)]
    public required int HiddenSize { get; init; }

    /// <summary>Width of the embeddings, where it is not that of the hidden states: ELECTRA's may be narrower, and its head with them.</summary>
    /// <value>The default is that of the hidden states.</value>
    [Range(8, 8192)]
    public int? EmbeddingSize { get; init; }

    /// <summary>Number of layers.</summary>
    [Range(1, 96)]
    public required int Layers { get; init; }

    /// <summary>Attention heads; divides <see cref="HiddenSize"/>.</summary>
    [Range(1, 128)]
    public required int Heads { get; init; }

    /// <summary>Width between the two feed-forward layers.</summary>
    [Range(8, 32768)]
    public required int IntermediateSize { get; init; }

    /// <summary>Rows of the position embeddings.</summary>
    /// <value>The default is 512. RoBERTa keeps two of them unused: 514 for 512 tokens. ModernBERT has none: its longest text.</value>
    [Range(8, 32768)]
    public int MaxPositions { get; init; } = 512;

    /// <summary>Rows of the token type embeddings.</summary>
    /// <value>The default is 2; RoBERTa has 1, DistilBERT none.</value>
    [Range(0, 16)]
    public int TokenTypes { get; init; } = 2;

    /// <summary>Added to the variance in layer normalisation.</summary>
    /// <value>The default is 1e-12.</value>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>Share of hidden states and attention weights dropped in training.</summary>
    /// <value>The default is 0.1.</value>
    [Range(0.0, 0.9)]
    public double Dropout { get; init; } = 0.1;

    /// <summary>Token id of padding.</summary>
    /// <value>The default is 0.</value>
    [Range(0, int.MaxValue)]
    public int PaddingId { get; init; }

    /// <summary>Reach and rotation of attention in ModernBERT; the other families see everything and have position embeddings.</summary>
    public AttentionPattern Attention { get; init; } = new();

    /// <summary>Width of a row of the token embeddings, which the output layer shares.</summary>
    public int EmbeddingWidth => EmbeddingSize ?? HiddenSize;

    /// <summary>Position of the first token: RoBERTa counts from the padding id + 1, the others from 0.</summary>
    public int FirstPosition => Family is EncoderFamily.Roberta or EncoderFamily.XlmRoberta ? PaddingId + 1 : 0;

    /// <summary>Whether linear layers and normalisations have biases: all families but ModernBERT.</summary>
    public bool HasBiases => Family != EncoderFamily.ModernBert;

    /// <summary>Longest sequence, special tokens included.</summary>
    public int MaxLength => MaxPositions - FirstPosition;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (HiddenSize % Heads != 0)
        {
            yield return new ValidationResult($"must be a multiple of heads ({Heads}), is {HiddenSize}", [nameof(HiddenSize)]);
        }

        if (Family == EncoderFamily.ModernBert && HiddenSize / Heads % 2 != 0)
        {
            yield return new ValidationResult($"must give each of {Heads} heads an even width for rotary positions, is {HiddenSize}", [nameof(HiddenSize)]);
        }

        if (PaddingId >= VocabularySize)
        {
            yield return new ValidationResult($"must be below vocab_size ({VocabularySize}), is {PaddingId}", [nameof(PaddingId)]);
        }

        if (MaxLength < 1)
        {
            yield return new ValidationResult($"leaves no position for a token: the first one is {FirstPosition} of {MaxPositions}", [nameof(MaxPositions)]);
        }
    }
}
