using System.ComponentModel.DataAnnotations;
using KoSparse.Training.Building;
using KoSparse.Training.Loops;
using KoSparse.Training.Optimization;

namespace KoSparse.Training.Pretraining;

/// <summary>A run of masked language modelling: what <c>configs/pretrain_mini.yaml</c> says.</summary>
public sealed record PretrainingConfig : IRunConfig, IValidatableObject
{
    /// <summary>Folder of the run: checkpoints, logs and the encoder.</summary>
    public required string OutputDir { get; init; }

    /// <summary>Decides random weights, data order, masks and dropout.</summary>
    /// <value>The default is 42.</value>
    public int Seed { get; init; } = 42;

    /// <summary>Sizes of the encoder.</summary>
    public required EncoderSizes Encoder { get; init; }

    /// <summary>Folder of a model of these sizes whose encoder and head learn on; null starts from random weights.</summary>
    public string? Start { get; init; }

    /// <summary>Whether token embeddings start from what is counted in the corpus, tokens that stand beside the same others alike, not from random numbers.</summary>
    /// <value>The default is false.</value>
    public bool CountedEmbeddings { get; init; }

    /// <summary>Folder or file of the tokenizer.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>Texts as JSON Lines with <c>title</c> and <c>text</c>: a glob, or a list of globs.</summary>
    [MinLength(1, ErrorMessage = "names no file")]
    public required IReadOnlyList<string> Corpus { get; init; }

    /// <summary>Ids of a sequence, special tokens included; texts are packed without padding.</summary>
    [Range(8, 8192)]
    public int SequenceLength { get; init; } = 128;

    /// <summary>Sequences per batch.</summary>
    [Range(1, 4096)]
    public int BatchSize { get; init; } = 32;

    /// <summary>Share of tokens that are to be guessed, by whole words.</summary>
    /// <value>The default is 0.2.</value>
    [Range(0.01, 0.8)]
    public double MaskRatio { get; init; } = 0.2;

    /// <summary>Steps, learning rate, saving and logging.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CountedEmbeddings && Start is not null)
        {
            yield return new ValidationResult("has no effect with start: its embeddings learn on", [nameof(CountedEmbeddings)]);
        }

        if (SequenceLength > Encoder.MaxPositions)
        {
            yield return new ValidationResult($"is above encoder.max_positions ({Encoder.MaxPositions})", [nameof(SequenceLength)]);
        }
    }
}
