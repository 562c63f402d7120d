using System.Globalization;
using KoSparse.Encoding;
using KoSparse.Encoding.Networks;
using KoSparse.Evaluation.Metrics;
using KoSparse.Files;
using KoSparse.Modeling.Networks;
using KoSparse.Modeling.Weights;
using KoSparse.Training.Loops;
using KoSparse.Training.Runs;
using KoSparse.Training.Validation;

namespace KoSparse.Training.FineTuning;

/// <summary>Trains a sparse encoder on triplets: what a <see cref="TrainingLoop"/> needs to know of it.</summary>
public static class Trainer
{
    /// <summary>Takes the folder of a run; <see cref="TrainingLoop.Run"/> trains it, or goes on with it.</summary>
    /// <param name="run">What is trained, on what; owned by the caller.</param>
    /// <param name="clock">Stamps the log.</param>
    /// <param name="echo">Told every line of the log.</param>
    /// <param name="progress">Told after every step.</param>
    /// <exception cref="RunBusyException">Another process trains this run.</exception>
    public static TrainingLoop Open(TrainingRun run, TimeProvider clock, Action<string> echo, IProgress<TrainingProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        var encoder = new SparseEncoder(run.Parts, new Lazy<INetwork>(new TorchNetwork(run.Model, run.Device)));
        string best = new RunFolder(run.Config.OutputDir).BestModel;
        var task = new TrainingTask
        {
            Verb = "train",
            Config = run.Config,
            Schedule = run.Schedule,
            Model = run.Model,
            Objective = ObjectiveOf(run, encoder),
            Judge = run.Validation is { } validation ? new Judge(run.Config.Validation!.EverySteps, () => Ask(run, validation, encoder)) : null,
            Product = new Product($"best model in {best}", () => ModelWeights.SaveFolder(best, run.Parts, run.Model)),
            Journal = JournalOf(run),
        };
        var loop = new TrainingLoop(task, clock, echo, progress);
        WholeFolder.Restore(best); // ours, now that the loop has taken the run's folder
        return loop;
    }

    private static Objective ObjectiveOf(TrainingRun run, SparseEncoder encoder)
    {
        var steps = new TripletSteps(run);
        var mined = new MinedNegatives(run, encoder);
        return new Objective("loss/total", ("data.batch_size", run.Config.Data.BatchSize), steps.Draw)
        {
            Begin = (_, _) => mined.Clear(),
            Prepare = (step, log, stop) =>
            {
                using IDisposable evaluating = run.Model.Evaluating();
                mined.Prepare(step, log, stop);
            },
            KeepFailed = steps.KeepFailed,
        };
    }

    private static Judgement Ask(TrainingRun run, ValidationSet validation, SparseEncoder encoder)
    {
        using IDisposable evaluating = run.Model.Evaluating();
        RetrievalFigures figures = validation.Evaluate(encoder);
        return new Judgement(
            figures.NdcgAt10,
            string.Create(CultureInfo.InvariantCulture, $"R@1 {figures.RecallAt1:P1}, nDCG@10 {figures.NdcgAt10:F3}"),
            new Dictionary<string, double>
            {
                ["validation/recall@1"] = figures.RecallAt1,
                ["validation/mrr@10"] = figures.MrrAt10,
                ["validation/ndcg@10"] = figures.NdcgAt10,
                ["validation/documents"] = validation.DocumentCount, // fewer documents make higher figures
            });
    }

    private static Journal JournalOf(TrainingRun run)
    {
        string opening =
            $"Starts: {run.Triplets.Count:N0} triplets, {run.Schedule.TotalSteps:N0} steps, terms {string.Join(", ", run.Terms.Select(t => t.Name))}.";
        IEnumerable<string> read = new[] { run.ReadSummary.ToString(), run.LoadReport?.ToString() ?? "" }.Where(text => text.Length > 0);
        return new Journal([opening], [.. read, .. TrainingNotes.Of(run)]) { Advise = (steps, figures) => TrainingNotes.AfterInterval(run, steps, figures) };
    }
}
