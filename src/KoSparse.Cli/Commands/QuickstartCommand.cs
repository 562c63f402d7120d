using System.CommandLine;
using System.Diagnostics;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Quickstart;
using KoSparse.Cli.Steps;
using KoSparse.Files;
using KoSparse.Training.Steps;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse quickstart</c>: search with the encoder that ships, train it, measure, export and search again, with one command.</summary>
internal static class QuickstartCommand
{
    /// <summary>Documents that are indexed and measured: every judged paragraph of the held-out questions, and others.</summary>
    private const int IndexedDocuments = 2000;

    public static Command Build()
    {
        var output = new Option<string>("--output-dir", "-o") { Description = "Folder of everything it writes.", DefaultValueFactory = _ => "outputs/quickstart" };
        var isShort = new Option<bool>("--short") { Description = "A generated sample and a few steps: only to see that everything runs." };
        var command = new Command("quickstart", "Search with the encoder that ships, train it further, measure, export and search again; goes on where it stopped.") { output, isShort };
        command.SetAction((parsed, stop) => RunAsync(new QuickstartFolder(parsed.GetValue(output)!), parsed.GetValue(isShort), stop));
        return command;
    }

    private static async Task<int> RunAsync(QuickstartFolder folder, bool isShort, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        string? data = isShort ? null : Options.DataFolder();
        var runner = new StepRunner(folder.Records);
        var plan = new QuickstartPlan(folder, new CommandSteps(KoSparseCommand.InvokePartAsync));
        IEnumerable<PipelineStep> steps = data is null ? [plan.Sample(), plan.Prepare(isShort)] : [plan.Prepare(isShort)];
        data ??= folder.Sample;
        Environment.SetEnvironmentVariable("KOSPARSE_DATA", data);
        int code = await RunAllAsync(runner, steps, stop);
        if (code == ExitCodes.Done)
        {
            WriteDocuments(folder);
            code = await RunAllAsync(runner, plan.FirstSearch().Concat(plan.Steps(data, isShort)), stop);
        }

        if (code == ExitCodes.Done)
        {
            Console.WriteLine();
            Console.WriteLine(data == folder.Sample
                ? "Trained on a generated sample: the figures show that everything runs, not how good it is."
                : $"Trained on Korean Wikipedia in {data}.");
            QuickstartTable.Print(folder, Stopwatch.GetElapsedTime(started));
        }

        return code;
    }

    /// <returns>The first exit code that is not zero; the steps after it are not run.</returns>
    private static async Task<int> RunAllAsync(StepRunner runner, IEnumerable<PipelineStep> steps, CancellationToken stop)
    {
        foreach (PipelineStep step in steps)
        {
            if (await runner.RunAsync(step, stop) is int code and not ExitCodes.Done)
            {
                return code;
            }
        }

        return ExitCodes.Done;
    }

    /// <summary>The first paragraphs of the held-out questions' corpus: small enough to index in seconds, with every answer in it.</summary>
    private static void WriteDocuments(QuickstartFolder folder)
    {
        string corpus = Directory.GetFiles(folder.Validation, "corpus.jsonl*")[0];
        WholeFile.Write(folder.Documents, Lines(corpus).Take(IndexedDocuments));
    }

    private static IEnumerable<string> Lines(string path)
    {
        using var reader = new StreamReader(InputFile.Open(path));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
