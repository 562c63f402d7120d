using System.ComponentModel.DataAnnotations;
using KoSparse.Modeling;
using KoSparse.Modeling.Gates;
using KoSparse.Modeling.Lexical;
using KoSparse.Vectors;

namespace KoSparse.Training;

/// <summary>Which model is trained, and from which start.</summary>
public sealed record ModelOptions : IValidatableObject
{
    /// <summary>Folder or Hugging Face name of the pretrained encoder; none builds <see cref="Encoder"/> from random weights.</summary>
    public string? Name { get; init; }

    /// <summary>Sizes of an encoder with random weights; its vocabulary is the tokenizer's.</summary>
    public EncoderSizes? Encoder { get; init; }

    /// <summary>Folder or file of the tokenizer.</summary>
    /// <value>The default is the folder of the pretrained encoder.</value>
    public string? Tokenizer { get; init; }

    /// <summary>Whether the model or IDF weights encode questions.</summary>
    public QueryEncoding QueryEncoder { get; init; } = QueryEncoding.Model;

    /// <summary>Tokens that the encoder reads at once, special tokens included.</summary>
    [Range(4, 8192)]
    public int MaxLength { get; init; } = 192;

    /// <summary>Windows of <see cref="MaxLength"/> that a longer document is read in when it is encoded; training reads the first one.</summary>
    [Range(1, 64)]
    public int MaxWindows { get; init; } = 4;

    /// <summary>Whether terms that are not in the text may be activated.</summary>
    public bool Expansion { get; init; } = true;

    /// <summary>How much of what the head activates stands in the vectors that the trained model gives; 0 leaves the head out, which takes half of the time.</summary>
    [Range(0.0, 1.0)]
    public double ExpansionShare { get; init; } = 1;

    /// <summary>Folder or Hugging Face name of an encoder whose masked language model head starts the expansion, where that of <see cref="Name"/> has none.</summary>
    public string? Head { get; init; }

    /// <summary>Added to every logit at the start; below zero it keeps a new output layer, or one that guesses words, from activating half of the vocabulary.</summary>
    [Range(-20.0, 20.0)]
    public double OutputBias { get; init; }

    /// <summary>
    /// Whether the encoder stays as it starts. Without expansion the weights of a text's own terms learn alone; with it these stay,
    /// too, and head and gate learn what to add to them.
    /// </summary>
    public bool FrozenEncoder { get; init; }

    /// <summary>The context gate of V28; none leaves it out.</summary>
    public ContextGateOptions? ContextGate { get; init; }

    /// <summary>The lexical start at BM25; none leaves it out.</summary>
    public LexicalPriorOptions? LexicalPrior { get; init; }

    /// <summary>Terms of the same letters that are added to the vectors that the trained model gives; none leaves them out.</summary>
    public VariantOptions? Variants { get; init; }

    /// <summary>Folder of the word families that variants take (<c>prepare families</c>).</summary>
    /// <value>The default is the pretrained model's, where it has any.</value>
    public string? Families { get; init; }

    /// <summary>What is dropped from the vectors that the trained model gives.</summary>
    public PruningOptions Pruning { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if ((Name is null) == (Encoder is null))
        {
            yield return new ValidationResult("give either name (a pretrained encoder) or encoder (sizes of a new one)", [nameof(Name)]);
        }

        if (Encoder is not null && Tokenizer is null)
        {
            yield return new ValidationResult("a new encoder needs a tokenizer: the folder of one", [nameof(Tokenizer)]);
        }

        if (!Expansion && LexicalPrior is null)
        {
            yield return new ValidationResult("without expansion a model needs lexical_prior, or its vectors are empty", [nameof(Expansion)]);
        }

        if (ExpansionShare == 0 && LexicalPrior is null)
        {
            yield return new ValidationResult("without the head a model needs lexical_prior, or its vectors are empty", [nameof(ExpansionShare)]);
        }

        if (FrozenEncoder && Name is null)
        {
            yield return new ValidationResult("keeps random weights without name: name a pretrained encoder", [nameof(FrozenEncoder)]);
        }

        if (!Expansion && Head is not null)
        {
            yield return new ValidationResult("has no effect without expansion", [nameof(Head)]);
        }

        if (!Expansion && ContextGate is not null)
        {
            yield return new ValidationResult("has no effect without expansion: the gate scales the head's logits", [nameof(ContextGate)]);
        }

        if (Families is not null && Variants is null)
        {
            yield return new ValidationResult("has no effect without variants", [nameof(Families)]);
        }

        if (Encoder is not null && MaxLength > Encoder.MaxPositions)
        {
            yield return new ValidationResult($"is above encoder.max_positions ({Encoder.MaxPositions})", [nameof(MaxLength)]);
        }
    }
}
