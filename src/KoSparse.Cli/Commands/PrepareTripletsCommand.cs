using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Display;
using KoSparse.Preparation;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse prepare triplets</c>: training triplets and held-out questions from Korean Wikipedia.</summary>
internal static class PrepareTripletsCommand
{
    public static Command Build()
    {
        var shards = new Option<int>("--shards") { Description = "How many files of paragraphs to use.", DefaultValueFactory = _ => 2 };
        var perShard = new Option<int>("--max-per-shard") { Description = "Largest number of triplets of one file.", DefaultValueFactory = _ => 150_000 };
        var negatives = new Option<int>("--negatives") { Description = "Hard negatives per triplet.", DefaultValueFactory = _ => 5 };
        var seed = new Option<int>("--seed") { Description = "Decides which queries are drawn.", DefaultValueFactory = _ => 42 };
        Option<string> output = Options.Output("Folder for train_*.jsonl, validation.jsonl and validation/.");
        var command = new Command("triplets", "Make training triplets with BM25 hard negatives; benchmark questions are left out.")
        {
            shards, perShard, negatives, seed, output,
        };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            string data = Options.DataFolder() ?? throw new TripletPreparationException(
                "There is no data: set KOSPARSE_DATA to a folder with kowiki/passages-*.jsonl.gz, or run './kosparse prepare sample', " +
                "which writes a small corpus of its own.");
            var options = new TripletPreparationOptions
            {
                Shards = [.. Directory.GetFiles(Path.Combine(data, "kowiki"), "passages-*.jsonl*").Order(StringComparer.Ordinal).Take(parsed.GetValue(shards))],
                Questions = Existing(Path.Combine(data, "kowiki", "questions-train.jsonl.gz")),
                BenchmarkQueries = BenchmarkQueries(data),
                Output = parsed.GetValue(output)!,
                MaxTripletsPerShard = parsed.GetValue(perShard),
                Negatives = parsed.GetValue(negatives),
                Seed = parsed.GetValue(seed),
            };
            PreparationStatistics statistics;
            using (var display = new PreparationDisplay())
            {
                statistics = new TripletPreparation(options, display).Run(stop);
            }

            foreach ((string name, FileStatistics file) in statistics.Files)
            {
                Console.WriteLine($"{name}: {file.Triplets:N0} triplets ({string.Join(", ", file.PairTypes.Select(p => $"{p.Key} {p.Value:N0}"))}), {file.Negatives:N0} negatives");
            }

            Console.WriteLine($"Statistics: {Path.Combine(options.Output, "preparation.json")}");
            return ExitCodes.Done;
        }));
        return command;
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;

    /// <summary>The questions of all benchmarks of a data folder: none may be trained on.</summary>
    internal static string[] BenchmarkQueries(string? data)
    {
        string folder = Path.Combine(data ?? "", "benchmarks");
        return data is not null && Directory.Exists(folder) ? Directory.GetFiles(folder, "queries.jsonl*", SearchOption.AllDirectories) : [];
    }
}
