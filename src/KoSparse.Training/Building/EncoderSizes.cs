using System.ComponentModel.DataAnnotations;
using KoSparse.Encoding.Configuration;

namespace KoSparse.Training.Building;

/// <summary>Sizes of an encoder that starts from random weights.</summary>
public sealed record EncoderSizes : IValidatableObject
{
    /// <summary>Width of the hidden states.</summary>
    [Range(8, 8192)]
    public int HiddenSize { get; init; } = 256;

    /// <summary>Number of layers.</summary>
    [Range(1, 96)]
    public int Layers { get; init; } = 4;

    /// <summary>Attention heads.</summary>
    [Range(1, 128)]
    public int Heads { get; init; } = 4;

    /// <summary>Width between the feed-forward layers.</summary>
    [Range(8, 32768)]
    public int IntermediateSize { get; init; } = 1024;

    /// <summary>Longest sequence.</summary>
    [Range(8, 32768)]
    public int MaxPositions { get; init; } = 256;

    /// <summary>Share of hidden states and attention dropped in training.</summary>
    [Range(0.0, 0.9)]
    public double Dropout { get; init; } = 0.1;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (HiddenSize % Heads != 0)
        {
            yield return new ValidationResult($"must divide hidden_size ({HiddenSize}), is {Heads}", [nameof(Heads)]);
        }
    }

    /// <summary>The encoder of these sizes over a vocabulary, in BERT's form.</summary>
    public EncoderConfig ToConfig(int vocabularySize, int paddingId) => new()
    {
        Family = EncoderFamily.Bert,
        VocabularySize = vocabularySize,
        HiddenSize = HiddenSize,
        Layers = Layers,
        Heads = Heads,
        IntermediateSize = IntermediateSize,
        MaxPositions = MaxPositions,
        Dropout = Dropout,
        PaddingId = paddingId,
    };
}
