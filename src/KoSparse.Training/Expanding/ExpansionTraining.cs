using KoSparse.Modeling.Weights;
using KoSparse.Training.Loops;
using KoSparse.Training.Runs;

namespace KoSparse.Training.Expanding;

/// <summary>Teaches a head, on an encoder that stays as it is, to rank as a teacher does.</summary>
/// <remarks>
/// With the encoder as it is, texts are read once; a step then is a product of their mean states with the columns of its questions, and takes milliseconds.
/// </remarks>
public static class ExpansionTraining
{
    /// <summary>Takes the folder of a run; <see cref="TrainingLoop.Run"/> makes it, or goes on with it.</summary>
    /// <param name="run">What is trained, on what; owned by the caller.</param>
    /// <param name="clock">Stamps the log.</param>
    /// <param name="echo">Told every line of the log.</param>
    /// <param name="progress">Told after every step.</param>
    /// <exception cref="RunBusyException">Another process trains this run.</exception>
    public static TrainingLoop Open(ExpansionRun run, TimeProvider clock, Action<string> echo, IProgress<TrainingProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        RunFolder folder = new(run.Config.OutputDir);
        var task = new TrainingTask
        {
            Verb = "expand",
            Config = run.Config,
            Schedule = run.Schedule,
            Model = run.Model,
            Objective = new Objective("loss/expansion", ("batch_size", run.Config.BatchSize), step => Draw(run, step)),
            Product = new Product($"model in {folder.BestModel}", () => ModelWeights.SaveFolder(folder.BestModel, run.Parts, run.Model)),
            Journal = new Journal(Opening(run), []),
            Judge = new Judge(run.Config.JudgeEverySteps, run.Judge),
        };
        return new TrainingLoop(task, clock, echo, progress);
    }

    private static Func<BatchLoss>[] Draw(ExpansionRun run, int step) =>
        [.. Enumerable.Range(0, run.Config.Training.GradientAccumulationSteps).Select(batch => (Func<BatchLoss>)(() => run.Loss(step, batch)))];

    private static IReadOnlyList<string> Opening(ExpansionRun run) =>
        [
            $"Starts: {run.ColumnCount:N0} columns; {run.ListCount:N0} lists, {run.TextCount:N0} texts, {run.Schedule.TotalSteps:N0} steps.",
            $"Without the head: {run.HeldOut.Start}.",
        ];
}
