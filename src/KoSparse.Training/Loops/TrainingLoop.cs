using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using KoSparse.Modeling;
using KoSparse.Training.Checkpoints;
using KoSparse.Training.Curriculum;
using KoSparse.Training.Optimization;
using KoSparse.Training.Runs;
using KoSparse.Training.Telemetry;
using TorchSharp;
using static TorchSharp.torch;
using AdamW = KoSparse.Training.Optimization.AdamW;
using Parameter = TorchSharp.Modules.Parameter;

namespace KoSparse.Training.Loops;

/// <summary>What every training does: start or go on, step, skip what is not finite, log, save, stop.</summary>
/// <remarks>
/// The result is a function of config and data alone: order, masks and dropout follow from seed and step, so a run that
/// was interrupted anywhere ends, on the same processor, with the same weights, bit for bit.
/// </remarks>
public abstract class TrainingLoop : IDisposable
{
    private const int MaxSkippedInARow = 3;

    private readonly IRunConfig _config;
    private readonly Schedule _schedule;
    private readonly SparseModel _model;
    private readonly Parameter[] _parameters;
    private readonly AdamW _optimizer;
    private readonly WeightAverage? _average;
    private readonly CheckpointFolder _checkpoints;
    private readonly RunLock _lock;
    private readonly RunStatusFile _status;
    private readonly RunLog _log;
    private readonly IProgress<TrainingProgress>? _progress;

    /// <summary>Takes the run's folder.</summary>
    /// <param name="config">The run.</param>
    /// <param name="schedule">Steps and learning rate.</param>
    /// <param name="model">What is trained; owned by the caller.</param>
    /// <param name="verb">The command that goes on with the run.</param>
    /// <param name="clock">Stamps the log.</param>
    /// <param name="echo">Told every line of the log.</param>
    /// <param name="progress">Told after every step.</param>
    /// <exception cref="RunBusyException">Another process trains this run.</exception>
    private protected TrainingLoop(
        IRunConfig config, Schedule schedule, SparseModel model, string verb, TimeProvider clock, Action<string> echo, IProgress<TrainingProgress>? progress)
    {
        (_config, _schedule, _model, _progress) = (config, schedule, model, progress);
        _lock = RunLock.Take(config.OutputDir);
        _status = new RunStatusFile(config.OutputDir, schedule.TotalSteps, clock, verb);
        _status.Write(RunState.Running, 0);
        _log = new RunLog(new RunFolder(config.OutputDir), clock, echo);
        _optimizer = new AdamW(model.named_parameters(), Options.WeightDecay);
        _average = Options.AverageDecay is > 0 and double decay ? new WeightAverage(model.named_parameters(), decay) : null;
        _checkpoints = new CheckpointFolder(config.OutputDir, Options.KeepCheckpoints);
        _parameters = [.. model.parameters().Where(p => p.requires_grad)];
    }

    /// <summary>Where the run stands.</summary>
    private protected TrainingState State { get; set; } = new();

    /// <summary>Figures of the log interval.</summary>
    private protected IntervalFigures Figures { get; } = new();

    /// <summary>Name of the loss among the figures.</summary>
    private protected abstract string LossName { get; }

    /// <summary>Share of Korean terms and number of active ones, as last measured; null where they are not.</summary>
    private protected virtual (double? KoreanRatio, double? ActiveTerms) Vectors => default;

    /// <summary>The setting that makes batches smaller, and its value.</summary>
    private protected abstract (string Name, int Value) BatchSize { get; }

    private TrainingOptions Options => _config.Training;

    /// <summary>Trains to the end, or until asked to stop; both leave a checkpoint.</summary>
    /// <param name="resume">Go on from the newest checkpoint; without one, or false, start at step 0.</param>
    /// <param name="stop">Asks to save and stop.</param>
    /// <returns>Where the run stands: finished when its step is the schedule's last.</returns>
    /// <exception cref="TrainingException">The loss was not finite three times in a row, or memory ran out.</exception>
    public TrainingState Run(bool resume, CancellationToken stop)
    {
        Start(resume, stop);
        long started = Stopwatch.GetTimestamp();
        double before = State.Seconds;
        _model.train();
        while (State.Step < _schedule.TotalSteps && !stop.IsCancellationRequested && TryPrepare(stop))
        {
            long stepStarted = Stopwatch.GetTimestamp();
            (double loss, long tokens) = Step();
            State = State with { Step = State.Step + 1, Seconds = before + Stopwatch.GetElapsedTime(started).TotalSeconds };
            Report(loss, tokens / Stopwatch.GetElapsedTime(stepStarted).TotalSeconds);
            bool epochEnds = State.Step % _schedule.StepsPerEpoch == 0;
            bool runEnds = State.Step == _schedule.TotalSteps;
            if (runEnds || IsMultiple(Options.LogEverySteps))
            {
                Log();
            }

            if (epochEnds || runEnds || IsMultiple(ValidateEverySteps))
            {
                Validate();
            }

            if (runEnds || IsMultiple(Options.SaveEverySteps) || (epochEnds && _schedule.EpochOf(State.Step - 1) % Options.SaveEveryEpochs == 0))
            {
                Save();
            }
        }

        Finish();
        return State;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _average?.Dispose();
        _log.Dispose();
        _lock.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Does what a run needs that starts, not resumes; throws when it is asked to stop.</summary>
    private protected virtual void Begin(CancellationToken stop)
    {
    }

    /// <summary>What a run that starts says of itself.</summary>
    private protected abstract string Opening();

    /// <summary>What else is worth saying before the first step.</summary>
    /// <param name="resumed">Whether the run goes on from a checkpoint.</param>
    private protected virtual IEnumerable<string> Notes(bool resumed) => [];

    /// <summary>What the next step needs; false when it was asked to stop.</summary>
    private protected virtual bool TryPrepare(CancellationToken stop) => true;

    /// <summary>Number of batches whose gradients a step adds up.</summary>
    /// <param name="step">The step, from 0.</param>
    private protected abstract int BatchCount(int step);

    /// <summary>The loss of a batch, and the real tokens in it.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="batch">Which of its batches, from 0.</param>
    private protected abstract (Tensor Loss, long Tokens) Loss(int step, int batch);

    /// <summary>Keeps what a step failed on.</summary>
    /// <returns>A sentence about where it is, before a space; or nothing.</returns>
    private protected virtual string KeepFailed(int step) => "";

    /// <summary>Figures that are measured at the end of a log interval, with the mean of the weights where the run keeps one.</summary>
    private protected virtual IEnumerable<(string Name, double Value)> Measured() => [];

    /// <summary>Advice after a log interval.</summary>
    private protected virtual IEnumerable<string> Hints(IReadOnlyDictionary<string, double> figures) => [];

    /// <summary>Steps between validations, besides those at the end of epochs; 0 for these alone.</summary>
    private protected virtual int ValidateEverySteps => 0;

    /// <summary>Judges the model as it is.</summary>
    private protected virtual void Validate()
    {
    }

    /// <summary>Writes what the run was for.</summary>
    /// <returns>What it is and where.</returns>
    private protected abstract string WriteResult();

    /// <summary>Writes a line to the log.</summary>
    private protected void Line(string text) => _log.Line(text);

    /// <summary>Remembers figures of the current step.</summary>
    private protected void Record(IReadOnlyDictionary<string, double> values) =>
        _log.Figures(new HistoryEntry(State.Step, _schedule.EpochOf(State.Step - 1), values));

    /// <summary>The mean of the weights in their place, until it is disposed of; null where the run keeps none.</summary>
    private protected IDisposable? Averaged() => _average?.Apply();

    private bool IsMultiple(int steps) => steps > 0 && State.Step % steps == 0;

    private void Start(bool resume, CancellationToken stop)
    {
        TrainingState? found = resume ? _checkpoints.LoadNewest(_model, _optimizer, _average, _log.Line) : null;
        State = found ?? new TrainingState();
        if (found is null)
        {
            TryBegin(stop);
        }

        _log.Resume(State.Step);
        _status.Write(RunState.Running, State.Step);
        File.Delete(Path.Combine(_config.OutputDir, RunFolder.CompleteName));
        string changes = new RunFolder(_config.OutputDir).WriteConfig(_config);
        Line(found is null ? Opening() : $"Resumes after step {found.Step:N0} of {_schedule.TotalSteps:N0}.{changes}");
        foreach (string note in Notes(found is not null))
        {
            Line(note);
        }
    }

    /// <summary>Begins; stopped meanwhile, the run says so, and not that it crashed.</summary>
    private void TryBegin(CancellationToken stop)
    {
        try
        {
            Begin(stop);
        }
        catch (Exception exception) when (stop.IsCancellationRequested)
        {
            _status.Write(RunState.Stopped, 0);
            Line("Stopped before the first step. Start it again.");
            throw new OperationCanceledException(exception.Message, exception, stop);
        }
    }

    /// <summary>One optimizer step over its batches.</summary>
    private (double Loss, long Tokens) Step()
    {
        int step = State.Step;
        manual_seed(unchecked((_config.Seed * 1_000_003L) + step));
        _optimizer.ClearGradients();
        (double loss, long tokens) = Backward(step);
        double norm = nn.utils.clip_grad_norm_(_parameters, Options.MaxGradNorm);
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
        {
            Skip(step, loss, norm);
            return (loss, tokens);
        }

        _optimizer.Step(_schedule.LearningRateAt(step));
        _average?.Update(_optimizer.Steps);
        State = State with { OptimizerSteps = _optimizer.Steps, SkippedInARow = 0 };
        Figures.Add(LossName, loss);
        Figures.Add("gradient_norm", norm);
        return (loss, tokens);
    }

    /// <summary>Adds the gradients of a step's batches, and their losses.</summary>
    private (double Loss, long Tokens) Backward(int step)
    {
        double total = 0;
        long seen = 0;
        int batches = BatchCount(step);
        try
        {
            for (int batch = 0; batch < batches; batch++)
            {
                using DisposeScope scope = NewDisposeScope();
                (Tensor loss, long tokens) = Loss(step, batch);
                (loss / batches).backward();
                total += loss.item<float>() / batches;
                seen += tokens;
            }
        }
        catch (ExternalException exception) when (exception.Message.Contains("memory", StringComparison.OrdinalIgnoreCase))
        {
            ((string name, int size), int accumulation) = (BatchSize, Options.GradientAccumulationSteps);
            throw new TrainingException(
                $"Out of memory at step {step + 1}. Lower {name} {size} → {Math.Max(2, size * 2 / 3)} and raise " +
                $"training.gradient_accumulation_steps {accumulation} → {accumulation * 2}, then resume with --resume.", exception);
        }

        return (total, seen);
    }

    private void Skip(int step, double loss, double norm)
    {
        State = State with { SkippedInARow = State.SkippedInARow + 1 };
        Line($"Step {step + 1:N0} skipped: loss {loss}, gradient norm {norm}.");
        if (State.SkippedInARow >= MaxSkippedInARow)
        {
            throw new TrainingException(
                $"The loss was not finite {MaxSkippedInARow} times in a row, last at step {step + 1}. {KeepFailed(step)}The last checkpoint is good. " +
                "Lower training.learning_rate or training.max_grad_norm, then resume with --resume.");
        }
    }

    private void Report(double loss, double tokensPerSecond)
    {
        Figures.Add("tokens_per_second", tokensPerSecond);
        TimeSpan left = TimeSpan.FromSeconds(State.Seconds / State.Step * (_schedule.TotalSteps - State.Step));
        (double? koreanRatio, double? activeTerms) = Vectors;
        var progress = new TrainingProgress(
            State.Step, _schedule.TotalSteps, _schedule.EpochOf(State.Step - 1), loss, tokensPerSecond, left, koreanRatio, activeTerms);
        _status.Report(progress);
        _progress?.Report(progress);
    }

    private void Log()
    {
        Dictionary<string, double> values = Figures.Take();
        values["learning_rate"] = _schedule.LearningRateAt(State.Step - 1);
        using (Averaged())
        {
            foreach ((string name, double value) in Measured())
            {
                values[name] = value;
            }
        }

        Record(values);
        string text = string.Join("  ", values.Select(p => $"{p.Key} {LogText.Figure(p.Value)}"));
        Line($"step {State.Step:N0}/{_schedule.TotalSteps:N0}  {text}");
        foreach (string hint in Hints(values))
        {
            Line(hint);
        }
    }

    private void Save()
    {
        _log.SaveHistory();
        _checkpoints.Save(_model, _optimizer, _average, State);
    }

    private void Finish()
    {
        if (State.Step < _schedule.TotalSteps)
        {
            Save();
            _status.Write(RunState.Stopped, State.Step);
            Line($"Stopped and saved after step {State.Step:N0}. Go on with --resume.");
            return;
        }

        string result = WriteResult();
        File.WriteAllText(
            Path.Combine(_config.OutputDir, RunFolder.CompleteName),
            JsonSerializer.Serialize(new { step = State.Step, best_step = State.BestStep, best_ndcg_at_10 = State.BestScore, seconds = State.Seconds }));
        _status.Write(RunState.Finished, State.Step);
        Line($"Complete: {State.Step:N0} steps in {TimeSpan.FromSeconds(Math.Round(State.Seconds)):g}; {result}.");
    }
}
