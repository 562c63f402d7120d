using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using KoSparse.Files;
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

/// <summary>Every training: draw, forward, loss, backward, clip, step, log, validate, save; start or go on, and stop.</summary>
/// <remarks>
/// The result is a function of config and data alone: order, masks and dropout follow from seed and step, so a run that
/// was interrupted anywhere ends, on the same processor, with the same weights, bit for bit.
/// </remarks>
public sealed class TrainingLoop : IDisposable
{
    private const int MaxSkippedInARow = 3;

    private readonly TrainingTask _task;
    private readonly Schedule _schedule;
    private readonly TrainingOptions _options;
    private readonly Parameter[] _parameters;
    private readonly AdamW _optimizer;
    private readonly WeightAverage? _average;
    private readonly CheckpointFolder _checkpoints;
    private readonly RunLock _lock;
    private readonly RunStatusFile _status;
    private readonly RunLog _log;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly IntervalFigures _figures = new();
    private TrainingState _state = new();
    private VectorFigures? _vectors;

    /// <summary>Takes the run's folder.</summary>
    /// <param name="task">What is trained, on what.</param>
    /// <param name="clock">Stamps the log.</param>
    /// <param name="echo">Told every line of the log.</param>
    /// <param name="progress">Told after every step.</param>
    /// <exception cref="RunBusyException">Another process trains this run.</exception>
    internal TrainingLoop(TrainingTask task, TimeProvider clock, Action<string> echo, IProgress<TrainingProgress>? progress)
    {
        (_task, _schedule, _options, _progress) = (task, task.Schedule, task.Config.Training, progress);
        string folder = task.Config.OutputDir;
        _lock = RunLock.Take(folder);
        _status = new RunStatusFile(folder, _schedule.TotalSteps, clock, task.Verb);
        _status.Write(RunState.Running, 0);
        _log = new RunLog(new RunFolder(folder), clock, echo);
        _optimizer = new AdamW(task.Model.named_parameters(), _options.WeightDecay);
        _average = _options.AverageDecay is > 0 and double decay ? new WeightAverage(task.Model.named_parameters(), decay) : null;
        _checkpoints = new CheckpointFolder(folder, _options.KeepCheckpoints);
        _parameters = [.. task.Model.parameters().Where(p => p.requires_grad)];
    }

    /// <summary>Steps of the whole run.</summary>
    public int TotalSteps => _schedule.TotalSteps;

    /// <summary>Sees, before anything is loaded, that a run's folder is free: nobody trains there, and no other run's work would be lost.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="resume">Whether the run goes on with what is there.</param>
    /// <exception cref="RunBusyException">Another process trains this run.</exception>
    /// <exception cref="TrainingException">There are checkpoints, and the run does not go on with them.</exception>
    public static void ThrowIfTaken(string folder, bool resume)
    {
        RunLock.ThrowIfHeld(folder);
        if (!resume)
        {
            new CheckpointFolder(folder, 1).ThrowIfAny();
        }
    }

    /// <summary>Trains to the end, or until asked to stop; both leave a checkpoint.</summary>
    /// <param name="resume">Go on from the newest checkpoint; without one, or false, start at step 0.</param>
    /// <param name="stop">Asks to save and stop.</param>
    /// <returns>Where the run stands: finished when its step is the schedule's last.</returns>
    /// <exception cref="TrainingException">The loss was not finite three times in a row, or memory ran out.</exception>
    public TrainingState Run(bool resume, CancellationToken stop)
    {
        Start(resume, stop);
        long started = Stopwatch.GetTimestamp();
        double before = _state.Seconds;
        _task.Model.train();
        while (_state.Step < _schedule.TotalSteps && !stop.IsCancellationRequested && TryPrepare(stop))
        {
            long stepStarted = Stopwatch.GetTimestamp();
            (double loss, long tokens) = Step();
            _state = _state with { Step = _state.Step + 1, Seconds = before + Stopwatch.GetElapsedTime(started).TotalSeconds };
            Report(loss, tokens / Stopwatch.GetElapsedTime(stepStarted).TotalSeconds);
            bool epochEnds = _state.Step % _schedule.StepsPerEpoch == 0;
            bool runEnds = _state.Step == _schedule.TotalSteps;
            if (runEnds || IsMultiple(_options.LogEverySteps))
            {
                Log();
            }

            if (_task.Judge is { } judge && (epochEnds || runEnds || IsMultiple(judge.EverySteps)))
            {
                Validate(judge);
            }

            if (runEnds || IsMultiple(_options.SaveEverySteps) || (epochEnds && _schedule.EpochOf(_state.Step - 1) % _options.SaveEveryEpochs == 0))
            {
                Save();
            }
        }

        Finish();
        return _state;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _average?.Dispose();
        _log.Dispose();
        _lock.Dispose();
    }

    /// <summary>One optimizer step over its batches.</summary>
    private (double Loss, long Tokens) Step()
    {
        int step = _state.Step;
        manual_seed(NumberedRandom.SeedOf(_task.Config.Seed, step));
        IReadOnlyList<Func<BatchLoss>> batches = _task.Objective.Draw(step);
        _optimizer.ClearGradients();
        (double loss, long tokens) = Backward(batches);
        double norm = nn.utils.clip_grad_norm_(_parameters, _options.MaxGradNorm);
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
        {
            Skip(loss, norm);
            return (loss, tokens);
        }

        _optimizer.Step(_schedule.LearningRateAt(step));
        _average?.Update(_optimizer.Steps);
        _state = _state with { OptimizerSteps = _optimizer.Steps, SkippedInARow = 0 };
        _figures.Add(_task.Objective.LossName, loss);
        _figures.Add("gradient_norm", norm);
        return (loss, tokens);
    }

    /// <summary>Adds the gradients of a step's batches, and their losses.</summary>
    private (double Loss, long Tokens) Backward(IReadOnlyList<Func<BatchLoss>> batches)
    {
        double total = 0;
        long tokens = 0;
        try
        {
            foreach (Func<BatchLoss> forward in batches)
            {
                using DisposeScope scope = NewDisposeScope();
                BatchLoss batch = forward();
                (batch.Loss / batches.Count).backward();
                total += batch.Loss.item<float>() / batches.Count;
                tokens += batch.Tokens;
                _vectors = batch.Vectors ?? _vectors;
                _figures.Add(batch.Figures);
            }
        }
        catch (ExternalException exception) when (exception.Message.Contains("memory", StringComparison.OrdinalIgnoreCase))
        {
            ((string name, int size), int accumulation) = (_task.Objective.BatchSize, _options.GradientAccumulationSteps);
            throw new TrainingException(
                $"Out of memory at step {_state.Step + 1}. Lower {name} {size} → {Math.Max(2, size * 2 / 3)} and raise " +
                $"training.gradient_accumulation_steps {accumulation} → {accumulation * 2}, then resume with --resume.", exception);
        }

        return (total, tokens);
    }

    private void Skip(double loss, double norm)
    {
        int step = _state.Step;
        _state = _state with { SkippedInARow = _state.SkippedInARow + 1 };
        _log.Line($"Step {step + 1:N0} skipped: loss {loss}, gradient norm {norm}.");
        if (_state.SkippedInARow >= MaxSkippedInARow)
        {
            throw new TrainingException(
                $"The loss was not finite {MaxSkippedInARow} times in a row, last at step {step + 1}. {_task.Objective.KeepFailed(step)}The last checkpoint is good. " +
                "Lower training.learning_rate or training.max_grad_norm, then resume with --resume.");
        }
    }

    private void Report(double loss, double tokensPerSecond)
    {
        _figures.Add("tokens_per_second", tokensPerSecond);
        TimeSpan left = TimeSpan.FromSeconds(_state.Seconds / _state.Step * (_schedule.TotalSteps - _state.Step));
        var progress = new TrainingProgress(
            _state.Step, _schedule.TotalSteps, _schedule.EpochOf(_state.Step - 1), loss, tokensPerSecond, left, _vectors?.KoreanRatio, _vectors?.ActiveTerms);
        _status.Report(progress);
        _progress?.Report(progress);
    }

    private void Log()
    {
        Dictionary<string, double> values = _figures.Take();
        values["learning_rate"] = _schedule.LearningRateAt(_state.Step - 1);
        using (_average?.Apply())
        {
            foreach ((string name, double value) in _task.Journal.Measure())
            {
                values[name] = value;
            }
        }

        Record(values);
        string text = string.Join("  ", values.Select(p => $"{p.Key} {LogText.Figure(p.Value)}"));
        _log.Line($"step {_state.Step:N0}/{_schedule.TotalSteps:N0}  {text}");
        foreach (string advice in _task.Journal.Advise(_state.Step, values))
        {
            _log.Line(advice);
        }
    }

    /// <summary>Judges the model as it is, with the mean of the weights where the run keeps one, and keeps it when none was better.</summary>
    private void Validate(Judge judge)
    {
        using IDisposable? averaged = _average?.Apply();
        Judgement judgement = judge.Ask();
        Record(judgement.Figures);
        bool better = !(judgement.Score <= _state.BestScore);
        _log.Line(string.Create(
            CultureInfo.InvariantCulture, $"validation after step {_state.Step:N0}: {judgement.Text}{(better ? ", the best so far" : "")}"));
        if (better)
        {
            _state = _state with { BestScore = judgement.Score, BestStep = _state.Step };
            _task.Product.Write();
        }
    }

    private void Save()
    {
        _log.SaveHistory();
        _state = _state with { Interval = _figures.Sums };
        _checkpoints.Save(_task.Model, _optimizer, _average, _state);
    }

    /// <summary>Remembers figures of the current step.</summary>
    private void Record(IReadOnlyDictionary<string, double> values) =>
        _log.Figures(new HistoryEntry(_state.Step, _schedule.EpochOf(_state.Step - 1), values));

    private bool IsMultiple(int steps) => steps > 0 && _state.Step % steps == 0;

    private void Start(bool resume, CancellationToken stop)
    {
        TrainingState? found = resume ? _checkpoints.LoadNewest(_task.Model, _optimizer, _average, _log.Line) : null;
        _state = found ?? new TrainingState();
        _figures.Sums = _state.Interval;
        if (found is null)
        {
            Begin(stop);
        }

        string folder = _task.Config.OutputDir;
        _log.Resume(_state.Step);
        _status.Write(RunState.Running, _state.Step);
        File.Delete(Path.Combine(folder, RunFolder.CompleteName));
        string changes = new RunFolder(folder).WriteConfig(_task.Config);
        IReadOnlyList<string> opening = found is null
            ? _task.Journal.Opening
            : [$"Resumes after step {found.Step:N0} of {_schedule.TotalSteps:N0}.{changes}"];
        foreach (string line in opening.Concat(_task.Journal.Notes))
        {
            _log.Line(line);
        }
    }

    /// <summary>Begins; stopped meanwhile, the run says so, and not that it crashed.</summary>
    private void Begin(CancellationToken stop)
    {
        try
        {
            _task.Objective.Begin(_log.Line, stop);
        }
        catch (Exception exception) when (IsStop(exception, stop))
        {
            _status.Write(RunState.Stopped, 0);
            _log.Line("Stopped before the first step. Start it again.");
            throw new OperationCanceledException(exception.Message, exception, stop);
        }
    }

    /// <summary>Makes the next step ready; false when it was stopped.</summary>
    private bool TryPrepare(CancellationToken stop)
    {
        try
        {
            _task.Objective.Prepare(_state.Step, _log.Line, stop);
            return true;
        }
        catch (Exception exception) when (IsStop(exception, stop))
        {
            return false;
        }
    }

    /// <summary>Whether an exception is the stop that was asked for, and no fault; work on several cores wraps it.</summary>
    private static bool IsStop(Exception exception, CancellationToken stop) => stop.IsCancellationRequested && exception switch
    {
        OperationCanceledException cancelled => cancelled.CancellationToken == stop,
        AggregateException several => several.Flatten().InnerExceptions.All(inner => IsStop(inner, stop)),
        _ => false,
    };

    private void Finish()
    {
        if (_state.Step < _schedule.TotalSteps)
        {
            Save();
            _status.Write(RunState.Stopped, _state.Step);
            _log.Line($"Stopped and saved after step {_state.Step:N0}. Go on with --resume.");
            return;
        }

        if (_task.Judge is null)
        {
            using IDisposable? averaged = _average?.Apply();
            _task.Product.Write();
        }

        WholeFile.Write(
            Path.Combine(_task.Config.OutputDir, RunFolder.CompleteName),
            JsonSerializer.Serialize(new { step = _state.Step, best_step = _state.BestStep, best_ndcg_at_10 = _state.BestScore, seconds = _state.Seconds }));
        _status.Write(RunState.Finished, _state.Step);
        _log.Line($"Complete: {_state.Step:N0} steps in {TimeSpan.FromSeconds(Math.Round(_state.Seconds)):g}; {_task.Product.Text}.");
    }
}
