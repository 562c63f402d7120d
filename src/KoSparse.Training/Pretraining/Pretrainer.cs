using KoSparse.Modeling.Weights;
using KoSparse.Training.Loops;
using KoSparse.Training.Runs;

namespace KoSparse.Training.Pretraining;

/// <summary>Masked language modelling, drawing sequences, hiding words and guessing them: what a <see cref="TrainingLoop"/> needs to know of it.</summary>
public static class Pretrainer
{
    /// <summary>Takes the folder of a run; <see cref="TrainingLoop.Run"/> pretrains it, or goes on with it.</summary>
    /// <param name="run">What is trained, on what; owned by the caller.</param>
    /// <param name="clock">Stamps the log.</param>
    /// <param name="echo">Told every line of the log.</param>
    /// <param name="progress">Told after every step.</param>
    /// <exception cref="RunBusyException">Another process trains this run.</exception>
    public static TrainingLoop Open(PretrainingRun run, TimeProvider clock, Action<string> echo, IProgress<TrainingProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        string encoder = Path.Combine(run.Config.OutputDir, "encoder");
        var task = new TrainingTask
        {
            Verb = "pretrain",
            Config = run.Config,
            Schedule = run.Schedule,
            Model = run.Model,
            Objective = new Objective("loss/mlm", ("batch_size", run.Config.BatchSize), step => Draw(run, step)) { Begin = (log, stop) => Begin(run, log, stop) },
            Product = new Product($"encoder in {encoder}", () => ModelWeights.SaveFolder(encoder, run.Parts, run.Model)),
            Journal = new Journal(Opening(run), []) { Measure = () => new Dictionary<string, double> { ["validation/mlm"] = run.HeldOutLoss() } },
        };
        return new TrainingLoop(task, clock, echo, progress);
    }

    private static void Begin(PretrainingRun run, Action<string> log, CancellationToken stop)
    {
        if (run.Config.CountedEmbeddings)
        {
            log("Counts which tokens stand beside which, to start their embeddings.");
            run.CountEmbeddings(new Stop(stop));
        }
    }

    private static Func<BatchLoss>[] Draw(PretrainingRun run, int step) =>
        [.. Enumerable.Range(0, run.Config.Training.GradientAccumulationSteps)
            .Select(batch => (Func<BatchLoss>)(() => new BatchLoss(run.Loss(run.BatchOf(step, batch)), run.TokensPerBatch, [])))];

    private static IReadOnlyList<string> Opening(PretrainingRun run)
    {
        string starts =
            $"Starts: {run.Texts.Count:N0} sequences of {run.Config.SequenceLength} tokens, {run.Texts.HeldOutCount:N0} more held out, " +
            $"{run.Schedule.TotalSteps:N0} steps, {run.Model.parameters().Sum(p => p.numel()):N0} weights.";
        return run.LoadReport is { } loaded ? [starts, $"Goes on from {run.Config.Start}. {loaded}".TrimEnd()] : [starts];
    }

    /// <summary>Ends the counting where it tells of itself.</summary>
    private sealed class Stop(CancellationToken stop) : IProgress<long>
    {
        public void Report(long value) => stop.ThrowIfCancellationRequested();
    }
}
