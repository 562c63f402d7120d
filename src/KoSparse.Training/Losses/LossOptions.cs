using System.ComponentModel.DataAnnotations;

namespace KoSparse.Training.Losses;

/// <summary>Weights and constants of the loss terms; a weight of 0 leaves a term out.</summary>
public sealed record LossOptions : IValidatableObject
{
    /// <summary>How vectors are compared.</summary>
    /// <value>The default is cosine.</value>
    public Similarity Similarity { get; init; } = Similarity.Cosine;

    /// <summary>Divides similarities in <c>infonce</c>; a curriculum phase may set its own.</summary>
    /// <value>The default is 0.07.</value>
    [Range(1e-3, 1e3)]
    public double Temperature { get; init; } = 0.07;

    /// <summary>Weight of the contrastive term; a curriculum phase may set its own.</summary>
    [Range(0, 1e6)]
    public double LambdaInfonce { get; init; } = 3.0;

    /// <summary>Whether the documents of a batch's other questions are negatives in <c>infonce</c>, or a question's own ones alone.</summary>
    /// <value>The default is true.</value>
    public bool InBatchNegatives { get; init; } = true;

    /// <summary>Weight of the term that keeps a text's own tokens active.</summary>
    [Range(0, 1e6)]
    public double LambdaSelf { get; init; }

    /// <summary>Weight of the term that activates the tokens of the matching text.</summary>
    [Range(0, 1e6)]
    public double LambdaPositive { get; init; }

    /// <summary>Activation above which <c>positive</c> rewards no more.</summary>
    /// <value>The default is 1, a logit of 1.7.</value>
    [Range(0.01, 10)]
    public double PositiveCeiling { get; init; } = 1;

    /// <summary>Weight of the triplet margin term.</summary>
    [Range(0, 1e6)]
    public double LambdaMargin { get; init; }

    /// <summary>Margin between positive and negative similarity.</summary>
    [Range(0, 1e3)]
    public double Margin { get; init; } = 0.3;

    /// <summary>Weight of the sparsity term, plain FLOPS or, with <see cref="Idf"/>, IDF-aware.</summary>
    [Range(0, 1e6)]
    public double LambdaFlops { get; init; }

    /// <summary>Share of all steps over which the sparsity weight rises, quadratically, from 0.</summary>
    /// <value>The default is 0: full from the first step.</value>
    [Range(0.0, 1.0)]
    public double FlopsWarmupRatio { get; init; }

    /// <summary>Weight of the term that keeps vectors from dying out.</summary>
    [Range(0, 1e6)]
    public double LambdaMinAct { get; init; }

    /// <summary>Mean of the largest activations that <c>min_act</c> asks for.</summary>
    [Range(0.0, 100.0)]
    public double MinActThreshold { get; init; } = 0.5;

    /// <summary>How many of the largest activations <c>min_act</c> looks at.</summary>
    [Range(1, 10_000)]
    public int MinActTopK { get; init; } = 10;

    /// <summary>IDF-aware sparsity (V25 and later); none means plain FLOPS.</summary>
    public IdfFlopsOptions? Idf { get; init; }

    /// <summary>The Korean-language filter (V28a); none leaves it out.</summary>
    public LanguageOptions? Language { get; init; }

    /// <inheritdoc/>
    /// <remarks>Weights are 0 unless given, so that a constant without its weight is more likely forgotten than meant.</remarks>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        LossOptions untold = new();
        (double Weight, string Name, string Constant, bool IsTold)[] constants =
        [
            (LambdaPositive, "lambda_positive", nameof(PositiveCeiling), PositiveCeiling != untold.PositiveCeiling),
            (LambdaMargin, "lambda_margin", nameof(Margin), Margin != untold.Margin),
            (LambdaFlops, "lambda_flops", nameof(FlopsWarmupRatio), FlopsWarmupRatio != untold.FlopsWarmupRatio),
            (LambdaFlops, "lambda_flops", nameof(Idf), Idf is not null),
            (LambdaMinAct, "lambda_min_act", nameof(MinActThreshold), MinActThreshold != untold.MinActThreshold),
            (LambdaMinAct, "lambda_min_act", nameof(MinActTopK), MinActTopK != untold.MinActTopK),
        ];
        return constants.Where(c => c.Weight == 0 && c.IsTold)
            .Select(c => new ValidationResult($"has no effect with {c.Name} 0: raise that, or leave this out", [c.Constant]));
    }
}
