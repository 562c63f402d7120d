using KoSparse.Modeling.Weights;
using KoSparse.Training.Loops;
using KoSparse.Training.Runs;
using static TorchSharp.torch;

namespace KoSparse.Training.Transfer;

/// <summary>Brings a pretrained encoder over to another vocabulary.</summary>
/// <remarks>
/// It starts as the teacher's first layers, each token as the mean of its pieces, which works untrained; then it learns, from plain text alone,
/// to see in every word what the teacher sees there.
/// </remarks>
public static class EncoderTransfer
{
    /// <summary>Takes the folder of a run; <see cref="TrainingLoop.Run"/> makes it, or goes on with it.</summary>
    /// <param name="run">What is trained, on what; owned by the caller.</param>
    /// <param name="clock">Stamps the log.</param>
    /// <param name="echo">Told every line of the log.</param>
    /// <param name="progress">Told after every step.</param>
    /// <exception cref="RunBusyException">Another process trains this run.</exception>
    public static TrainingLoop Open(TransferRun run, TimeProvider clock, Action<string> echo, IProgress<TrainingProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        string encoder = Path.Combine(run.Config.OutputDir, "encoder");
        var task = new TrainingTask
        {
            Verb = "transfer",
            Config = run.Config,
            Schedule = run.Schedule,
            Model = run.Model,
            Objective = new Objective("loss/transfer", ("batch_size", run.Config.BatchSize), step => Draw(run, step)) { Begin = (log, _) => log(Untrained(run)) },
            Product = new Product($"encoder in {encoder}", () => ModelWeights.SaveFolder(encoder, run.Parts, run.Model)),
            Journal = new Journal(Opening(run), []) { Measure = () => Measure(run) },
        };
        return new TrainingLoop(task, clock, echo, progress);
    }

    private static Func<BatchLoss>[] Draw(TransferRun run, int step) =>
        [.. Enumerable.Range(0, run.Config.Training.GradientAccumulationSteps).Select(batch => (Func<BatchLoss>)(() => Loss(run, step, batch)))];

    private static BatchLoss Loss(TransferRun run, int step, int batch)
    {
        (Tensor words, Tensor texts, long tokens) = run.Distances(run.BatchOf(step, batch));
        return new BatchLoss(
            (words * run.Config.LambdaStates) + (texts * run.Config.LambdaPooled),
            tokens,
            [("loss/states", words.item<float>()), ("loss/pooled", texts.item<float>())]);
    }

    private static Dictionary<string, double> Measure(TransferRun run)
    {
        (double words, double texts) = run.HeldOutDistances();
        return new Dictionary<string, double> { ["validation/states"] = words, ["validation/pooled"] = texts };
    }

    private static IReadOnlyList<string> Opening(TransferRun run) =>
        [
            $"Starts: the first {run.Config.Layers} layers of {run.Config.Teacher}, {run.Model.parameters().Sum(p => p.numel()):N0} weights; {run.TextCount:N0} texts, {run.Schedule.TotalSteps:N0} steps.",
        ];

    private static string Untrained(TransferRun run)
    {
        (double words, double texts) = run.HeldOutDistances();
        return FormattableString.Invariant($"Untrained, it leaves out {words:F3} of the variance of words and {texts:F3} of that of texts.");
    }
}
