using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Running;
using KoSparse.Configuration;
using KoSparse.Training.Loops;
using KoSparse.Training.Pretraining;
using KoSparse.Training.Runs;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse pretrain CONFIG</c>: masked language modelling from random weights.</summary>
internal static class PretrainCommand
{
    public static Command Build()
    {
        var config = new Argument<string>("config") { Description = "The run's config, such as configs/pretrain_mini.yaml." };
        Option<string[]> overrides = Options.Set();
        Option<bool> resume = Options.Resume();
        Option<bool> background = Options.Background();
        var command = new Command("pretrain", "Teach an encoder the language from plain text, before it is trained to search.") { config, overrides, resume, background };
        command.SetAction((parsed, stop) => Task.Run(async () =>
        {
            PretrainingConfig read = ConfigReader.Read<PretrainingConfig>(parsed.GetValue(config)!, parsed.GetValue(overrides) ?? []);
            bool goesOn = parsed.GetValue(resume);
            TrainingLoop.ThrowIfTaken(read.OutputDir, goesOn);
            return parsed.GetValue(background)
                ? await BackgroundRun.StartAsync(new RunFolder(read.OutputDir), Options.ArgumentsWithout(background, parsed), stop)
                : Train(read, goesOn, stop);
        }));
        return command;
    }

    private static int Train(PretrainingConfig config, bool resume, CancellationToken stop)
    {
        using var run = new PretrainingRun(config);
        return RunStart.Train(display => Pretrainer.Open(run, TimeProvider.System, display.Line, display), resume, stop);
    }
}
