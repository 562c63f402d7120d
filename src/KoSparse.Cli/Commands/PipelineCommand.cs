using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Pipeline;
using KoSparse.Cli.Steps;
using KoSparse.Configuration;
using KoSparse.Training.FineTuning;
using KoSparse.Training.Runs;
using KoSparse.Training.Steps;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse pipeline CONFIG</c>: from tokens to an exported model; goes on where it stopped.</summary>
internal static class PipelineCommand
{
    public static Command Build()
    {
        var config = new Argument<string>("config") { Description = "The run's config, such as configs/train_v28.yaml." };
        Option<string[]> overrides = Options.Set();
        var corpus = new Option<string?>("--corpus") { Description = "Texts that IDF weights are counted over; a glob. By default the training triplets." };
        var benchmark = new Option<string?>("--benchmark") { Description = "Folder in BEIR layout to measure on. By default miracl-ko-10k, where it is at hand." };
        var export = new Option<string?>("--export") { Description = "Folder of the exported model. By default huggingface/ and the run's name." };
        var command = new Command("pipeline", "Prepare, verify, train, measure and export; leaves out what is newer than what it is made of.")
        {
            config, overrides, corpus, benchmark, export,
        };
        command.SetAction(async (parsed, stop) =>
        {
            string[] settings = parsed.GetValue(overrides) ?? [];
            TrainingConfig read = ConfigReader.Read<TrainingConfig>(parsed.GetValue(config)!, settings, Console.Error.WriteLine);
            var plan = new PipelinePlan(parsed.GetValue(config)!, settings, read, new CommandSteps(KoSparseCommand.InvokePartAsync));
            string? measured = parsed.GetValue(benchmark) ?? KnownBenchmark();
            string model = parsed.GetValue(export) ?? plan.DefaultExport;
            IReadOnlyList<string> counted = parsed.GetValue(corpus) is { } given ? [given] : read.Data.Train;
            int code = await RunAsync(plan, plan.Steps(counted, measured, model, RunFolder.Under(Options.Outputs)), stop);
            if (measured is null)
            {
                Console.WriteLine("── benchmark: left out, there is none here; name one with --benchmark FOLDER");
            }

            if (code == ExitCodes.Done)
            {
                Console.WriteLine();
                Console.WriteLine($"All done: run {read.OutputDir}, model {model}.");
            }

            return code;
        });
        return command;
    }

    private static async Task<int> RunAsync(PipelinePlan plan, IEnumerable<PipelineStep> steps, CancellationToken stop)
    {
        var runner = new StepRunner(plan.Records);
        foreach (PipelineStep step in steps)
        {
            int code = await runner.RunAsync(step, stop);
            if (code != ExitCodes.Done)
            {
                return code;
            }
        }

        return ExitCodes.Done;
    }

    private static string? KnownBenchmark() =>
        Options.DataFolder() is { } data && Path.Combine(data, "benchmarks", "miracl-ko-10k") is var folder && Directory.Exists(folder) ? folder : null;
}
