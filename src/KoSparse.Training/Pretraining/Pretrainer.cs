using System.Diagnostics;
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

namespace KoSparse.Training.Pretraining;

/// <summary>Masked language modelling: draw sequences, hide words, forward, loss, backward, clip, step, log, save.</summary>
/// <remarks>As in <see cref="Trainer"/>, order, masks and dropout follow from seed and step: an interrupted run ends with the same bits.</remarks>
public sealed class Pretrainer : IDisposable
{
    private const int MaxSkippedInARow = 3;

    private readonly PretrainingRun _run;
    private readonly AdamW _optimizer;
    private readonly WeightAverage? _average;
    private readonly CheckpointFolder _checkpoints;
    private readonly RunLock _lock;
    private readonly RunStatusFile _status;
    private readonly RunLog _log;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly IntervalFigures _figures = new();
    private readonly Parameter[] _parameters;
    private TrainingState _state = new();

    /// <summary>Makes a pretrainer.</summary>
    /// <param name="run">What is trained, on what; owned by the caller.</param>
    /// <param name="clock">Stamps the log.</param>
    /// <param name="echo">Told every line of the log.</param>
    /// <param name="progress">Told after every step.</param>
    /// <exception cref="RunBusyException">Another process trains this run.</exception>
    public Pretrainer(PretrainingRun run, TimeProvider clock, Action<string> echo, IProgress<TrainingProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        (_run, _progress) = (run, progress);
        string folder = run.Config.OutputDir;
        _lock = RunLock.Take(folder);
        _status = new RunStatusFile(folder, Schedule.TotalSteps, clock, "pretrain");
        _log = new RunLog(new RunFolder(folder), clock, echo);
        _optimizer = new AdamW(run.Model.named_parameters(), run.Config.Training.WeightDecay);
        _average = run.Config.Training.AverageDecay is > 0 and double decay ? new WeightAverage(run.Model.named_parameters(), decay) : null;
        _checkpoints = new CheckpointFolder(folder, run.Config.Training.KeepCheckpoints);
        _parameters = [.. run.Model.parameters()];
    }

    private Schedule Schedule => _run.Schedule;

    /// <summary>Trains to the end, or until asked to stop; both leave a checkpoint.</summary>
    /// <param name="resume">Go on from the newest checkpoint; without one, or false, start at step 0.</param>
    /// <param name="stop">Asks to save and stop.</param>
    /// <returns>Where the run stands.</returns>
    /// <exception cref="TrainingException">The loss was not finite three times in a row.</exception>
    public TrainingState Run(bool resume, CancellationToken stop)
    {
        Start(resume);
        long started = Stopwatch.GetTimestamp();
        double before = _state.Seconds;
        _run.Model.train();
        while (_state.Step < Schedule.TotalSteps && !stop.IsCancellationRequested)
        {
            long stepStarted = Stopwatch.GetTimestamp();
            double loss = Step();
            _state = _state with { Step = _state.Step + 1, Seconds = before + Stopwatch.GetElapsedTime(started).TotalSeconds };
            Report(loss, Stopwatch.GetElapsedTime(stepStarted));
            if (_state.Step % _run.Config.Training.LogEverySteps == 0 || _state.Step == Schedule.TotalSteps)
            {
                Log();
            }

            if (_state.Step < Schedule.TotalSteps && IsTimeToSave())
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

    private bool IsTimeToSave()
    {
        (int steps, int epochs) = (_run.Config.Training.SaveEverySteps, _run.Config.Training.SaveEveryEpochs);
        return (steps > 0 && _state.Step % steps == 0) || _state.Step % (Schedule.StepsPerEpoch * epochs) == 0;
    }

    private void Start(bool resume)
    {
        TrainingState? found = resume ? _checkpoints.LoadNewest(_run.Model, _optimizer, _average, _log.Line) : null;
        _state = found ?? new TrainingState();
        _log.Resume(_state.Step);
        _status.Write(RunState.Running, _state.Step);
        string folder = _run.Config.OutputDir;
        File.Delete(Path.Combine(folder, RunFolder.CompleteName));
        string changes = new RunFolder(folder).WriteConfig(_run.Config);
        _log.Line(found is null
            ? $"Starts: {_run.Texts.Count:N0} sequences of {_run.Config.SequenceLength} tokens, {_run.Texts.HeldOutCount:N0} more held out, " +
              $"{Schedule.TotalSteps:N0} steps, {_parameters.Sum(p => p.numel()):N0} weights."
            : $"Resumes after step {found.Step:N0} of {Schedule.TotalSteps:N0}.{changes}");
        if (found is null && _run.LoadReport is { } loaded)
        {
            _log.Line($"Goes on from {_run.Config.Start}. {loaded}".TrimEnd());
        }
    }

    /// <summary>One optimizer step over its batches.</summary>
    /// <returns>Mean cross-entropy of the hidden tokens, in nats.</returns>
    private double Step()
    {
        manual_seed(unchecked((_run.Config.Seed * 1_000_003L) + _state.Step));
        _optimizer.ClearGradients();
        double total = 0;
        int batches = _run.Config.Training.GradientAccumulationSteps;
        for (int batch = 0; batch < batches; batch++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor loss = _run.Loss(_run.BatchOf(_state.Step, batch));
            (loss / batches).backward();
            total += loss.item<float>() / batches;
        }

        double norm = nn.utils.clip_grad_norm_(_parameters, _run.Config.Training.MaxGradNorm);
        if (double.IsFinite(total) && double.IsFinite(norm))
        {
            _optimizer.Step(Schedule.LearningRateAt(_state.Step));
            _average?.Update(_optimizer.Steps);
            _state = _state with { OptimizerSteps = _optimizer.Steps, SkippedInARow = 0 };
            _figures.Add("loss/mlm", total);
            _figures.Add("gradient_norm", norm);
            return total;
        }

        _state = _state with { SkippedInARow = _state.SkippedInARow + 1 };
        _log.Line($"Step {_state.Step + 1:N0} skipped: loss {total}, gradient norm {norm}.");
        return _state.SkippedInARow < MaxSkippedInARow ? total : throw new TrainingException(
            $"The loss was not finite {MaxSkippedInARow} times in a row, last at step {_state.Step + 1}. The last checkpoint is good. " +
            "Lower training.learning_rate or training.max_grad_norm, then resume with --resume.");
    }

    private void Report(double loss, TimeSpan elapsed)
    {
        double speed = _run.TokensPerStep / elapsed.TotalSeconds;
        _figures.Add("tokens_per_second", speed);
        TimeSpan left = TimeSpan.FromSeconds(_state.Seconds / _state.Step * (Schedule.TotalSteps - _state.Step));
        var progress = new TrainingProgress(_state.Step, Schedule.TotalSteps, Schedule.EpochOf(_state.Step - 1), loss, speed, left, null, null);
        _status.Report(progress);
        _progress?.Report(progress);
    }

    private void Log()
    {
        Dictionary<string, double> values = _figures.Take();
        values["learning_rate"] = Schedule.LearningRateAt(_state.Step - 1);
        using (_average?.Apply())
        {
            values["validation/mlm"] = _run.HeldOutLoss();
        }

        _log.Figures(new HistoryEntry(_state.Step, Schedule.EpochOf(_state.Step - 1), values));
        string text = string.Join("  ", values.Select(p => $"{p.Key} {LogText.Figure(p.Value)}"));
        _log.Line($"step {_state.Step:N0}/{Schedule.TotalSteps:N0}  {text}");
    }

    private void Save()
    {
        _log.SaveHistory();
        _checkpoints.Save(_run.Model, _optimizer, _average, _state);
    }

    private void Finish()
    {
        Save();
        if (_state.Step < Schedule.TotalSteps)
        {
            _status.Write(RunState.Stopped, _state.Step);
            _log.Line($"Stopped and saved after step {_state.Step:N0}. Go on with --resume.");
            return;
        }

        string encoder = Path.Combine(_run.Config.OutputDir, "encoder");
        using IDisposable? averaged = _average?.Apply();
        ModelFolder.Save(encoder, _run.Model, _run.Config.Tokenizer, _run.Tokenizer, null);
        File.WriteAllText(
            Path.Combine(_run.Config.OutputDir, RunFolder.CompleteName),
            JsonSerializer.Serialize(new { step = _state.Step, seconds = _state.Seconds }));
        _status.Write(RunState.Finished, _state.Step);
        _log.Line($"Complete: {_state.Step:N0} steps in {TimeSpan.FromSeconds(Math.Round(_state.Seconds)):g}; encoder in {encoder}.");
    }
}
