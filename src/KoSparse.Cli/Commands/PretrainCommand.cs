using System.CommandLine;
using KoSparse.Cli.Display;
using KoSparse.Cli.Running;
using KoSparse.Training.Checkpoints;
using KoSparse.Training.Configuration;
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
        var resume = new Option<bool>("--resume") { Description = "Go on from the newest checkpoint of the run." };
        var background = new Option<bool>("--background") { Description = "Train on when the terminal closes; prints the process, the log and how to stop." };
        var command = new Command("pretrain", "Teach an encoder the language from plain text, before it is trained to search.") { config, overrides, resume, background };
        command.SetAction((parsed, stop) => Task.Run(async () =>
        {
            PretrainingConfig read = ConfigReader.Read<PretrainingConfig>(parsed.GetValue(config)!, parsed.GetValue(overrides) ?? []);
            bool goesOn = parsed.GetValue(resume);
            RunLock.ThrowIfHeld(read.OutputDir);
            if (!goesOn)
            {
                new CheckpointFolder(read.OutputDir, 1).ThrowIfAny();
            }

            return parsed.GetValue(background)
                ? await BackgroundRun.StartAsync(
                    new RunFolder(read.OutputDir), parsed.Tokens.Select(token => token.Value).Where(token => token != background.Name), stop)
                : Train(read, goesOn, stop);
        }));
        return command;
    }

    private static int Train(PretrainingConfig config, bool resume, CancellationToken stop)
    {
        using var run = new PretrainingRun(config);
        using var display = new TrainingDisplay(run.Schedule.TotalSteps);
        using var trainer = new Pretrainer(run, TimeProvider.System, display.Line, display);
        TrainingState state = trainer.Run(resume, stop);
        return state.Step == run.Schedule.TotalSteps ? ExitCodes.Done : ExitCodes.Interrupted;
    }
}
