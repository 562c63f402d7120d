using System.ComponentModel.DataAnnotations;
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
public sealed record TrainingConfig : IRunConfig, IValidatableObject
{
    /// <summary>Folder of the run: checkpoints, logs and the best model.</summary>
    public required string OutputDir { get; init; }

    /// <summary>Decides random weights, data order and dropout.</summary>
    /// <value>The default is 42.</value>
    public int Seed { get; init; } = 42;

    /// <summary>What is trained.</summary>
    public required ModelOptions Model { get; init; }

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

        if (!Model.Expansion && (Loss.LambdaSelf > 0 || Loss.LambdaPositive > 0))
        {
            yield return new ValidationResult(
                "lambda_self and lambda_positive act on the expansion, which model.expansion turns off: set them to 0", [nameof(Loss)]);
        }

        if (HardNegativeMining is not null && Data.NegativesPerQuery == 0)
        {
            yield return new ValidationResult(
                "has no effect with data.negatives_per_query 0: raise that, or leave this out", [nameof(HardNegativeMining)]);
        }

        if (Loss.Idf is not null && Data.Idf is null)
        {
            yield return new ValidationResult(
                "loss.idf needs IDF weights: set data.idf to the folder that 'make prepare-v25-idf' wrote", [nameof(Data)]);
        }

        if (Model.QueryEncoder == Modeling.QueryEncoding.Idf && Data.Idf is null)
        {
            yield return new ValidationResult(
                "query_encoder: idf needs IDF weights: set data.idf to the folder that 'make prepare-v25-idf' wrote", [nameof(Data)]);
        }
    }
}
