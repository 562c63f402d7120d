using KoSparse.Training.Telemetry;

namespace KoSparse.Training.Checkpoints;

/// <summary>Where a run stands; with the weights and the optimizer's state it is all that an exact resume needs.</summary>
/// <remarks>Data order and dropout are functions of seed, epoch and step, so no random state is stored.</remarks>
public sealed record TrainingState
{
    /// <summary>Optimizer steps done.</summary>
    public int Step { get; init; }

    /// <summary>Updates that the optimizer made; fewer than <see cref="Step"/> where a step was skipped for a loss that is not finite.</summary>
    public int OptimizerSteps { get; init; }

    /// <summary>Skipped steps in a row.</summary>
    public int SkippedInARow { get; init; }

    /// <summary>Best nDCG@10 on the validation questions so far; null before the first.</summary>
    public double? BestScore { get; init; }

    /// <summary>Step of the best score.</summary>
    public int BestStep { get; init; }

    /// <summary>Figures of the steps since the last log line, by name.</summary>
    public IReadOnlyDictionary<string, FigureSum> Interval { get; init; } = new Dictionary<string, FigureSum>();

    /// <summary>Seconds trained so far, over all sessions.</summary>
    public double Seconds { get; init; }
}
