using System.ComponentModel.DataAnnotations;
using KoSparse.Configuration;
using KoSparse.Encoding.Configuration;

namespace KoSparse.Training.Building;

/// <summary>Which model is trained, and from which start.</summary>
[MovedSettings("encode", "query_encoder", "max_length", "max_windows", "expansion_share", "variants", "families", "pruning")]
public sealed record ModelOptions : SparseModelSettings, IValidatableObject
{
    /// <summary>Folder or Hugging Face name of the pretrained encoder; none builds <see cref="Encoder"/> from random weights.</summary>
    public string? Name { get; init; }

    /// <summary>Layers of the pretrained encoder that are kept, from below. The last ones of a masked language model guess words, and know less of the text.</summary>
    /// <value>The default is all.</value>
    [Range(1, 96)]
    public int? Layers { get; init; }

    /// <summary>Sizes of an encoder with random weights; its vocabulary is the tokenizer's.</summary>
    public EncoderSizes? Encoder { get; init; }

    /// <summary>Folder or file of the tokenizer.</summary>
    /// <value>The default is the folder of the pretrained encoder.</value>
    public string? Tokenizer { get; init; }

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

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        (bool IsFault, string Setting, string Fault)[] rules =
        [
            ((Name is null) == (Encoder is null), nameof(Name), "give either name (a pretrained encoder) or encoder (sizes of a new one)"),
            (Encoder is not null && Tokenizer is null, nameof(Tokenizer), "a new encoder needs a tokenizer: the folder of one"),
            (Encoder is not null && Layers is not null, nameof(Layers), "says how many of a pretrained encoder's layers are kept: give encoder.layers for a new one"),
            (!Expansion && LexicalPrior is null, nameof(Expansion), "without expansion a model needs lexical_prior, or its vectors are empty"),
            (FrozenEncoder && Name is null, nameof(FrozenEncoder), "keeps random weights without name: name a pretrained encoder"),
            (!Expansion && Head is not null, nameof(Head), "has no effect without expansion"),
            (!Expansion && OutputBias != 0, nameof(OutputBias), "has no effect without expansion: it shifts the head's logits"),
            (!Expansion && Activation is not null, nameof(Activation), "has no effect without expansion: it is what the head makes of its logits"),
            (!Expansion && ContextGate is not null, nameof(ContextGate), "has no effect without expansion: the gate scales the head's logits"),
        ];
        return rules.Where(rule => rule.IsFault).Select(rule => new ValidationResult(rule.Fault, [rule.Setting]));
    }
}
