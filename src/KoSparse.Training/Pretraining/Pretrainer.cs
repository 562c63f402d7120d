using KoSparse.Modeling;
using KoSparse.Training.Loops;
using KoSparse.Training.Runs;
using static TorchSharp.torch;

namespace KoSparse.Training.Pretraining;

/// <summary>Masked language modelling: draw sequences, hide words, guess them.</summary>
public sealed class Pretrainer : TrainingLoop
{
    private readonly PretrainingRun _run;

    /// <summary>Makes a pretrainer.</summary>
    /// <param name="run">What is trained, on what; owned by the caller.</param>
    /// <param name="clock">Stamps the log.</param>
    /// <param name="echo">Told every line of the log.</param>
    /// <param name="progress">Told after every step.</param>
    /// <exception cref="RunBusyException">Another process trains this run.</exception>
    public Pretrainer(PretrainingRun run, TimeProvider clock, Action<string> echo, IProgress<TrainingProgress>? progress = null)
        : base((run ?? throw new ArgumentNullException(nameof(run))).Config, run.Schedule, run.Model, "pretrain", clock, echo, progress) => _run = run;

    private protected override string LossName => "loss/mlm";

    private protected override (string Name, int Value) BatchSize => ("batch_size", _run.Config.BatchSize);

    private protected override void Begin(CancellationToken stop)
    {
        if (_run.Config.CountedEmbeddings)
        {
            Line("Counts which tokens stand beside which, to start their embeddings.");
            _run.CountEmbeddings(new Stop(stop));
        }
    }

    private protected override string Opening() =>
        $"Starts: {_run.Texts.Count:N0} sequences of {_run.Config.SequenceLength} tokens, {_run.Texts.HeldOutCount:N0} more held out, " +
        $"{_run.Schedule.TotalSteps:N0} steps, {_run.Model.parameters().Sum(p => p.numel()):N0} weights.";

    private protected override IEnumerable<string> Notes(bool resumed) =>
        !resumed && _run.LoadReport is { } loaded ? [$"Goes on from {_run.Config.Start}. {loaded}".TrimEnd()] : [];

    private protected override int BatchCount(int step) => _run.Config.Training.GradientAccumulationSteps;

    /// <summary>Mean cross-entropy of the hidden tokens, in nats.</summary>
    private protected override (Tensor Loss, long Tokens) Loss(int step, int batch) => (_run.Loss(_run.BatchOf(step, batch)), _run.TokensPerBatch);

    private protected override IEnumerable<(string Name, double Value)> Measured() => [("validation/mlm", _run.HeldOutLoss())];

    private protected override string WriteResult()
    {
        string encoder = Path.Combine(_run.Config.OutputDir, "encoder");
        using IDisposable? averaged = Averaged();
        ModelFolder.Save(encoder, _run.Model, _run.Config.Tokenizer, _run.Tokenizer, null);
        return $"encoder in {encoder}";
    }

    /// <summary>Ends the counting where it tells of itself.</summary>
    private sealed class Stop(CancellationToken stop) : IProgress<long>
    {
        public void Report(long value) => stop.ThrowIfCancellationRequested();
    }
}
