using System.ComponentModel.DataAnnotations;

namespace KoSparse.Training.Optimization;

/// <summary>Steps, learning rate, saving and logging.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the data.</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 25;

    /// <summary>Optimizer steps after which the run ends, whatever the epochs; 0 sets no limit. The schedule fits itself to it.</summary>
    [Range(0, int.MaxValue)]
    public int MaxSteps { get; init; }

    /// <summary>Largest learning rate.</summary>
    [Range(0.0, 1.0)]
    public double LearningRate { get; init; } = 3e-5;

    /// <summary>Share of all steps over which the learning rate rises from 0; then it falls along a cosine.</summary>
    [Range(0.0, 1.0)]
    public double WarmupRatio { get; init; } = 0.1;

    /// <summary>Decoupled weight decay of AdamW; biases and normalisation are left out.</summary>
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Largest norm of all gradients together.</summary>
    [Range(0.001, 1e6)]
    public double MaxGradNorm { get; init; } = 1;

    /// <summary>How slowly the mean of the weights forgets that is validated and kept as the best model; 0 takes the weights themselves.</summary>
    /// <value>The default is 0. 0.98 reaches back about 50 steps.</value>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double AverageDecay { get; init; }

    /// <summary>Batches whose gradients are added before a step.</summary>
    [Range(1, 4096)]
    public int GradientAccumulationSteps { get; init; } = 1;

    /// <summary>Epochs between checkpoints; one is always written at the end.</summary>
    [Range(1, 100_000)]
    public int SaveEveryEpochs { get; init; } = 5;

    /// <summary>Steps between checkpoints within an epoch; 0 saves at the end of epochs alone.</summary>
    [Range(0, int.MaxValue)]
    public int SaveEverySteps { get; init; }

    /// <summary>Newest checkpoints kept.</summary>
    [Range(1, 1000)]
    public int KeepCheckpoints { get; init; } = 3;

    /// <summary>Steps between lines of the log.</summary>
    [Range(1, 1_000_000)]
    public int LogEverySteps { get; init; } = 50;

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    [RegularExpression("cpu|cuda(:[0-9]+)?", ErrorMessage = "must be cpu, cuda or cuda:N")]
    public string Device { get; init; } = "cpu";
}
