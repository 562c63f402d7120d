using System.ComponentModel.DataAnnotations;
using KoSparse.Encoding.Configuration;
using KoSparse.Training.Building;

namespace KoSparse.Training.Fitting;

/// <summary>A fit of term weights: what <c>configs/mini_terms.yaml</c> says.</summary>
public sealed record FitConfig : IValidatableObject
{
    /// <summary>Folder that the model and the report go to.</summary>
    public required string OutputDir { get; init; }

    /// <summary>Decides which texts are drawn and which questions share a fold.</summary>
    /// <value>The default is 42.</value>
    public int Seed { get; init; } = 42;

    /// <summary>The model: a pretrained encoder with a lexical prior, without expansion.</summary>
    public required ModelOptions Model { get; init; }

    /// <summary>How texts become vectors: questions by IDF.</summary>
    public required EncodeOptions Encode { get; init; }

    /// <summary>Folder of the IDF weights.</summary>
    public required string Idf { get; init; }

    /// <summary>Triplets with questions that people asked: a glob, or a list of globs.</summary>
    [MinLength(1, ErrorMessage = "names no file")]
    public required IReadOnlyList<string> Questions { get; init; }

    /// <summary>Triplets whose texts are searched besides those of the questions: a glob, or a list of globs.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Texts searched, those of the questions first.</summary>
    [Range(100, 10_000_000)]
    public int MaxTexts { get; init; } = 50_000;

    /// <summary>Whether every question is also asked over the same texts without their titles, so that texts that have none are weighed well, too.</summary>
    /// <value>The default is false.</value>
    public bool Untitled { get; init; }

    /// <summary>Texts that the start finds for a question: these, and the judged ones, are what it learns from and is measured on.</summary>
    [Range(10, 1000)]
    public int Candidates { get; init; } = 100;

    /// <summary>Share of the best answer's score above which a text that nobody judged is no negative: it may be another answer.</summary>
    [Range(0.0, 10.0)]
    public double FalseNegativeMargin { get; init; } = 0.95;

    /// <summary>What scores are divided by before the softmax: higher minds distant negatives more.</summary>
    [Range(0.01, 1000.0)]
    public double Temperature { get; init; } = 3.5;

    /// <summary>Steps of the optimizer, each over all questions.</summary>
    [Range(1, 10_000)]
    public int Steps { get; init; } = 60;

    /// <summary>Learning rate of AdamW.</summary>
    [Range(1e-9, 1.0)]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Decay of the weights, which are of standardised features: higher stays closer to BM25.</summary>
    [Range(0.0, 100.0)]
    public double WeightDecay { get; init; } = 8;

    /// <summary>Parts that the questions are divided into; each is judged by weights that the others gave.</summary>
    [Range(2, 50)]
    public int Folds { get; init; } = 5;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Model is { Expansion: true } or { LexicalPrior: null })
        {
            yield return new ValidationResult("must have lexical_prior and expansion: false: weights of a text's own terms are fitted", [nameof(Model)]);
        }

        if (Encode.QueryEncoder != QueryEncoding.Idf)
        {
            yield return new ValidationResult("must have query_encoder: idf: weights of a text's own terms are fitted to such questions", [nameof(Encode)]);
        }

        foreach (string fault in Encode.FaultsWith(Model))
        {
            yield return new ValidationResult(fault, [nameof(Encode)]);
        }

        if (Model.FrozenEncoder)
        {
            yield return new ValidationResult("frozen_encoder has no effect: a fit leaves the encoder as it is", [nameof(Model)]);
        }

        if (Model.LexicalPrior?.LearnedShare == 0)
        {
            yield return new ValidationResult("lexical_prior.learned_share is 0, which leaves nothing to fit: raise it", [nameof(Model)]);
        }
    }
}
