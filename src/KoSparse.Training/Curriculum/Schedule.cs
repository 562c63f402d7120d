using KoSparse.Training.Optimization;

namespace KoSparse.Training.Curriculum;

/// <summary>Where a run stands, as functions of the step: learning rate, phase, ramps.</summary>
internal sealed class Schedule
{
    private readonly IReadOnlyList<CurriculumPhase> _phases;
    private readonly TrainingOptions _options;

    /// <summary>Makes a schedule.</summary>
    /// <param name="options">Steps and learning rate.</param>
    /// <param name="phases">The curriculum; empty means one phase.</param>
    /// <param name="batchesPerEpoch">Batches of one epoch.</param>
    public Schedule(TrainingOptions options, IReadOnlyList<CurriculumPhase> phases, int batchesPerEpoch)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(phases);
        (_options, _phases) = (options, phases);
        StepsPerEpoch = (batchesPerEpoch + options.GradientAccumulationSteps - 1) / options.GradientAccumulationSteps;
        int all = StepsPerEpoch * options.Epochs;
        TotalSteps = options.MaxSteps > 0 ? Math.Min(all, options.MaxSteps) : all;
    }

    /// <summary>Optimizer steps of one epoch.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>Optimizer steps of the run.</summary>
    public int TotalSteps { get; }

    /// <summary>The phase of an epoch, from 1; the last phase goes on; null without a curriculum.</summary>
    public CurriculumPhase? PhaseOf(int epoch) =>
        _phases.FirstOrDefault(p => epoch >= p.FromEpoch && epoch <= p.ToEpoch) ?? (_phases.Count > 0 ? _phases[^1] : null);

    /// <summary>Learning rate of a step, from 0: linear warm-up, then a cosine to 0, times the phase's scale.</summary>
    public double LearningRateAt(int step)
    {
        double warmup = _options.WarmupRatio * TotalSteps;
        double factor = step < warmup
            ? (step + 1) / Math.Max(1, warmup)
            : 0.5 * (1 + Math.Cos(Math.PI * (step - warmup) / Math.Max(1, TotalSteps - warmup)));
        return _options.LearningRate * Math.Min(1, factor) * (PhaseOf(EpochOf(step))?.LearningRateScale ?? 1);
    }

    /// <summary>The epoch of a step, from 1.</summary>
    public int EpochOf(int step) => (step / StepsPerEpoch) + 1;

    /// <summary>Number of a batch within its epoch, from 0.</summary>
    /// <param name="step">The step that it belongs to, from 0.</param>
    /// <param name="batch">Batch of the step, from 0.</param>
    public int BatchInEpoch(int step, int batch) => (step % StepsPerEpoch * _options.GradientAccumulationSteps) + batch;

    /// <summary>A weight that rises from 0 to 1 over the first epochs and falls to 0 over the last.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="rising">First epochs; 0 begins at 1.</param>
    /// <param name="falling">Last epochs; 0 ends at 1.</param>
    public double RiseAndFall(int step, double rising, double falling)
    {
        double up = rising > 0 ? Math.Min(1, (step + 1) / (rising * StepsPerEpoch)) : 1;
        double down = falling > 0 ? Math.Min(1, (TotalSteps - step - 1) / (falling * StepsPerEpoch)) : 1;
        return up * down;
    }

    /// <summary>A weight that rises from 0 to 1 over a share of the run.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="ratio">Share of all steps; 0 gives 1 at once.</param>
    public double Ramp(int step, double ratio) => ratio <= 0 ? 1 : Math.Min(1, (step + 1) / (ratio * TotalSteps));
}
