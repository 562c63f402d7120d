using System.CommandLine;
using System.Globalization;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Display;
using KoSparse.Configuration;
using KoSparse.Evaluation.Metrics;
using KoSparse.Training.Fitting;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse fit CONFIG</c>: term weights from questions, judged by folds.</summary>
internal static class FitCommand
{
    public static Command Build()
    {
        var config = new Argument<string>("config") { Description = "The fit's config, such as configs/mini_terms.yaml." };
        Option<string[]> overrides = Options.Set();
        var command = new Command("fit", "Fit the weights of a text's own terms to questions, and judge them by folds.") { config, overrides };
        command.SetAction((parsed, stop) => Task.Run(
            () => Fit(ConfigReader.Read<FitConfig>(parsed.GetValue(config)!, parsed.GetValue(overrides) ?? []), stop), stop));
        return command;
    }

    private static int Fit(FitConfig config, CancellationToken stop)
    {
        using var run = new FitRun(config);
        if (run.LoadReport?.ToString() is { Length: > 0 } loaded)
        {
            Console.WriteLine(loaded);
        }

        Console.WriteLine($"{run.QuestionCount:N0} questions over {run.TextCount:N0} texts, {config.Folds} folds.");
        using var texts = new ProgressLine("searching texts", run.TextCount, stop: stop);
        using FitSearch found = run.Search(texts);
        using var encoded = new ProgressLine("encoding texts", found.CandidateCount, stop: stop);
        using var steps = new ProgressLine("fitting, step", config.Steps, stop: stop);
        FitReport report = Fit(run, found, encoded, steps);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",-34}{"R@1",8}{"R@10",8}{"nDCG@10",10}"));
        Row("start: BM25", report.Start);
        Row("questions of the fold left out", report.HeldOut);
        Row("questions that were learned from", report.Trained);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Gain of the left out over the start: {report.Gain.Difference:+.000;-.000} nDCG@10 (95 %: {report.Gain.Low:+.000;-.000} to {report.Gain.High:+.000;-.000})."));
        Console.WriteLine($"Model in {config.OutputDir}.");
        return ExitCodes.Done;
    }

    private static FitReport Fit(FitRun run, FitSearch found, IProgress<int> encoded, IProgress<int> steps)
    {
        try
        {
            return run.Fit(found, encoded, steps);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"Stopped. What was encoded is kept in {run.StatesFolder}; the same command goes on from there.");
            throw;
        }
    }

    private static void Row(string name, RetrievalFigures figures) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name,-34}{figures.RecallAt1,8:F3}{figures.RecallAt10,8:F3}{figures.NdcgAt10,10:F3}"));
}
