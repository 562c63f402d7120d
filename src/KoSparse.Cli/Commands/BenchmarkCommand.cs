using System.CommandLine;
using KoSparse.Cli.Measuring;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Modeling;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse benchmark FOLDER</c>: retrieval beside BM25.</summary>
internal static class BenchmarkCommand
{
    public static Command Build()
    {
        var folder = new Argument<string>("benchmark") { Description = "Folder in BEIR layout: corpus.jsonl, queries.jsonl (each maybe .gz), qrels/SPLIT.tsv." };
        Option<string> model = Options.Model();
        Option<string> output = Options.Output("Folder for metrics.json, report.md, metrics.png and the runs (*.trec).");
        var split = new Option<string?>("--split") { Description = "Which judgements. By default test, else dev, else the first." };
        var methods = new Option<string>("--methods")
        {
            Description = "Of bm25 (words), bm25_tokens (the model's tokens), sparse (the model); separated by commas.",
            DefaultValueFactory = _ => string.Join(",", RetrievalMethod.All),
        };
        methods.Validators.Add(result =>
        {
            foreach (string unknown in Names(result.GetValueOrDefault<string>()).Except(RetrievalMethod.All))
            {
                result.AddError($"--methods: '{unknown}' is none of {string.Join(", ", RetrievalMethod.All)}.");
            }
        });
        var sample = new Option<int>("--sample-size") { Description = "Ask only so many questions, the first ones; all documents stay. 0 asks all." };
        var command = new Command("benchmark", "Measure retrieval on a benchmark, beside BM25.") { folder, model, output, split, methods, sample };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            Benchmark benchmark = BeirFolder.Open(parsed.GetValue(folder)!).Read(parsed.GetValue(split));
            using OpenModel opened = TrainedModel.Open(parsed.GetValue(model)!);
            int questions = parsed.GetValue(sample);
            Benchmark asked = questions > 0 ? benchmark with { Queries = [.. benchmark.Queries.Take(questions)] } : benchmark;
            string target = parsed.GetValue(output)!;
            new RetrievalMeasurement(asked, opened).Run(Names(parsed.GetValue(methods)), target, Options.CommandLine(parsed), stop);
            Console.WriteLine($"Report: {Path.Combine(target, "report.md")}");
            return ExitCodes.Done;
        }));
        return command;
    }

    private static string[] Names(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
