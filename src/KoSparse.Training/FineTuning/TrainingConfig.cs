using System.ComponentModel.DataAnnotations;
using KoSparse.Configuration;
using KoSparse.Encoding.Configuration;
using KoSparse.Training.Batches;
using KoSparse.Training.Building;
using KoSparse.Training.Curriculum;
using KoSparse.Training.Loops;
using KoSparse.Training.Losses;
using KoSparse.Training.Mining;
using KoSparse.Training.Optimization;
using KoSparse.Training.Teachers;
using KoSparse.Training.Validation;

namespace KoSparse.Training.FineTuning;

/// <summary>One training run: what <c>configs/train_v28.yaml</c> says.</summary>
/// <remarks>The other names are those of the <em>Neural Sparse Model Training Guide</em>.</remarks>
[OtherName("loss.lambda_language", "loss.language.lambda_language")]
[OtherName("loss.non_korean_penalty", "loss.language.non_korean_penalty")]
[OtherName("loss.enable_language_filtering", "loss.language", OnWhen = "true")]
[OtherName("enable_language_filtering", "loss.language", OnWhen = "true")]
[OtherName("model.context_gate_hidden", "model.context_gate.hidden")]
[OtherName("model.context_gate_heads", "model.context_gate.heads")]
[OtherName("model.context_gate_dropout", "model.context_gate.dropout")]
[OtherName("model.use_context_gate", "model.context_gate", OnWhen = "true")]
[OtherName("model.model_class", "model.context_gate", OnWhen = "gated")]
public sealed record TrainingConfig : IRunConfig, IValidatableObject
{
    /// <summary>Folder of the run: checkpoints, logs and the best model.</summary>
    public required string OutputDir { get; init; }

    /// <summary>Decides random weights, data order and dropout.</summary>
    /// <value>The default is 42.</value>
    public int Seed { get; init; } = 42;

    /// <summary>What is trained.</summary>
    public required ModelOptions Model { get; init; }

    /// <summary>How texts become vectors; training takes the kind of questions and the length of texts, everything is kept with the model.</summary>
    public EncodeOptions Encode { get; init; } = new();

    /// <summary>What it is trained on.</summary>
    public required DataOptions Data { get; init; }

    /// <summary>The loss terms.</summary>
    public LossOptions Loss { get; init; } = new();

    /// <summary>The teacher; none leaves <c>kd</c> to scores in the triplets.</summary>
    public DistillationOptions? KnowledgeDistillation { get; init; }

    /// <summary>Hard negatives found anew while training; none keeps those of the triplets.</summary>
    public MiningOptions? HardNegativeMining { get; init; }

    /// <summary>Phases with their own temperature, weights and data mix; none means one phase.</summary>
    public IReadOnlyList<CurriculumPhase> Curriculum { get; init; } = [];

    /// <summary>Steps, learning rate, saving and logging.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Held-out questions that choose the best checkpoint; none saves the last model as the best.</summary>
    public ValidationOptions? Validation { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        const string NeedsIdf = "needs IDF weights: set data.idf to the folder that 'make prepare-v25-idf' wrote";
        bool isContrastTaught = Curriculum.Select(phase => phase.LambdaInfonce ?? Loss.LambdaInfonce).DefaultIfEmpty(Loss.LambdaInfonce).Any(weight => weight > 0);
        bool areTokensTaught = Loss.LambdaSelf > 0 || Loss.LambdaPositive > 0;
        bool hasNegatives = Data.NegativesPerQuery > 0;
        (bool IsFault, string Setting, string Fault)[] rules =
        [
            (!Model.Expansion && areTokensTaught, nameof(Loss),
                "lambda_self and lambda_positive act on the expansion, which model.expansion turns off: set them to 0"),
            (!isContrastTaught && (!Loss.InBatchNegatives || Loss.Temperature != new LossOptions().Temperature), nameof(Loss),
                "temperature and in_batch_negatives act on infonce, whose weight is 0: raise that, or leave them out"),
            (!hasNegatives && Loss.LambdaMargin > 0, nameof(Loss), "lambda_margin needs negatives: raise data.negatives_per_query, or set it to 0"),
            (!hasNegatives && !Loss.InBatchNegatives, nameof(Loss), "in_batch_negatives: false needs negatives: raise data.negatives_per_query, or leave it out"),
            (!hasNegatives && HardNegativeMining is not null, nameof(HardNegativeMining),
                "has no effect with data.negatives_per_query 0: raise that, or leave this out"),
            (Data.Stopwords is not null && !areTokensTaught && Loss.Idf is null, nameof(Data),
                "stopwords have no effect without loss.lambda_self, loss.lambda_positive or loss.idf: leave them out"),
            (Encode.MaxLength > Model.Encoder?.MaxPositions, nameof(Encode),
                $"max_length: is above model.encoder.max_positions ({Model.Encoder?.MaxPositions})"),
            (Data.Idf is null && Loss.Idf is not null, nameof(Data), $"loss.idf {NeedsIdf}"),
            (Data.Idf is null && Encode.QueryEncoder == QueryEncoding.Idf, nameof(Data), $"query_encoder: idf {NeedsIdf}"),
        ];
        return Gaps()
            .Concat(Encode.FaultsWith(Model).Select(fault => new ValidationResult(fault, [nameof(Encode)])))
            .Concat(rules.Where(rule => rule.IsFault).Select(rule => new ValidationResult(rule.Fault, [rule.Setting])));
    }

    /// <summary>Phases that do not follow each other.</summary>
    private IEnumerable<ValidationResult> Gaps()
    {
        for (int i = 0; i < Curriculum.Count; i++)
        {
            int expected = i == 0 ? 1 : Curriculum[i - 1].ToEpoch + 1;
            if (Curriculum[i].FromEpoch != expected || Curriculum[i].ToEpoch < expected)
            {
                yield return new ValidationResult(
                    $"phase {i + 1} is epochs {Curriculum[i].FromEpoch} to {Curriculum[i].ToEpoch}, but must begin at epoch {expected}",
                    [nameof(Curriculum)]);
            }
        }
    }
}
