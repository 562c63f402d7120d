using System.CommandLine;
using System.Diagnostics;
using KoSparse.Cli.Quickstart;
using KoSparse.Cli.Steps;
using KoSparse.Data;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse quickstart</c>: prepare, train, measure, export, index and search, with one command.</summary>
internal static class QuickstartCommand
{
    /// <summary>Documents that are indexed and measured: every judged paragraph of the held-out questions, and others.</summary>
    private const int IndexedDocuments = 2000;

    public static Command Build()
    {
        var output = new Option<string>("--output-dir", "-o") { Description = "Folder of everything it writes.", DefaultValueFactory = _ => "outputs/quickstart" };
        var isShort = new Option<bool>("--short") { Description = "A generated sample and a few steps: only to see that everything runs." };
        var command = new Command("quickstart", "Train, measure, export and search with a small encoder; goes on where it stopped.") { output, isShort };
        command.SetAction((parsed, stop) => RunAsync(new QuickstartFolder(parsed.GetValue(output)!), parsed.GetValue(isShort), stop));
        return command;
    }

    private static async Task<int> RunAsync(QuickstartFolder folder, bool isShort, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        string? data = isShort ? null : Options.DataFolder();
        var runner = new StepRunner(folder.Records);
        int code = ExitCodes.Done;
        if (data is null)
        {
            code = await runner.RunAsync(QuickstartPlan.Sample(folder), stop);
            data = folder.Sample;
        }

        Environment.SetEnvironmentVariable("KOSPARSE_DATA", data);
        foreach (Step step in QuickstartPlan.Steps(folder, data, isShort))
        {
            if (code != ExitCodes.Done)
            {
                return code;
            }

            code = await runner.RunAsync(step, stop);
            if (step.Title == "prepare triplets" && code == ExitCodes.Done)
            {
                WriteDocuments(folder);
            }
        }

        foreach (Step search in code == ExitCodes.Done ? QuickstartPlan.Searches(folder) : [])
        {
            code = Math.Max(code, await runner.RunAsync(search, stop));
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

    /// <summary>The first paragraphs of the held-out questions' corpus: small enough to index in seconds, with every answer in it.</summary>
    private static void WriteDocuments(QuickstartFolder folder)
    {
        string corpus = Directory.GetFiles(folder.Validation, "corpus.jsonl*")[0];
        using var writer = new StreamWriter(folder.Documents);
        foreach (string line in Lines(corpus).Take(IndexedDocuments))
        {
            writer.WriteLine(line);
        }
    }

    private static IEnumerable<string> Lines(string path)
    {
        using var reader = new StreamReader(DataFiles.OpenRead(path));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
