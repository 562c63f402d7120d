using System.CommandLine;
using KoSparse.Cli.Display;
using KoSparse.Cli.Running;
using KoSparse.Training;
using KoSparse.Training.Checkpoints;
using KoSparse.Training.Configuration;
using KoSparse.Training.Runs;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse train CONFIG</c>: trains, resumes, or shows what would run.</summary>
internal static class TrainCommand
{
    public static Command Build()
    {
        var config = new Argument<string>("config") { Description = "The run's config, such as configs/small_v28.yaml." };
        Option<string[]> overrides = Options.Set();
        var resume = new Option<bool>("--resume") { Description = "Go on from the newest checkpoint of the run." };
        var verify = new Option<bool>("--verify") { Description = "Check config, data, IDF, tokens and shapes, print what would run, and stop." };
        var quick = new Option<bool>("--quick") { Description = "500 samples, 2 epochs, into OUTPUT_quick: to see that everything works. An earlier quick run is replaced." };
        var background = new Option<bool>("--background") { Description = "Train on when the terminal closes; prints the process, the log and how to stop." };
        var after = new Option<string?>("--after") { Description = "Folder of a run to wait for first; when that one crashed, it is taken up and finished." };
        var command = new Command("train", "Train an encoder as a config says.") { config, overrides, resume, verify, quick, background, after };
        command.Validators.Add(result =>
        {
            if (result.GetValue(after) is not null && result.GetValue(background))
            {
                result.AddError("--after waits in the foreground: leave out --background, or detach the waiting itself with 'nohup … &'.");
            }
        });
        command.SetAction((parsed, stop) => Task.Run(async () =>
        {
            string[] settings = parsed.GetValue(overrides) ?? [];
            TrainingConfig read = parsed.GetValue(quick)
                ? QuickRun.Read(parsed.GetValue(config)!, settings)
                : ConfigReader.Read<TrainingConfig>(parsed.GetValue(config)!, settings);
            if (parsed.GetValue(verify))
            {
                return Verify(read);
            }

            bool goesOn = parsed.GetValue(resume);
            Prepare(read, goesOn, parsed.GetValue(quick));
            int code = parsed.GetValue(after) is { } other ? await RunWait.FinishAsync(new RunFolder(other), stop) : ExitCodes.Done;
            if (code != ExitCodes.Done)
            {
                return code;
            }

            return parsed.GetValue(background)
                ? await BackgroundRun.StartAsync(
                    new RunFolder(read.OutputDir), parsed.Tokens.Select(token => token.Value).Where(token => token != background.Name), stop)
                : Train(read, goesOn, stop);
        }));
        return command;
    }

    private static int Train(TrainingConfig config, bool resume, CancellationToken stop)
    {
        using var run = new TrainingRun(config);
        using var display = new TrainingDisplay(run.Schedule.TotalSteps);
        using var trainer = new Trainer(run, TimeProvider.System, display.Line, display);
        TrainingState state = trainer.Run(resume, stop);
        return state.Step == run.Schedule.TotalSteps ? ExitCodes.Done : ExitCodes.Interrupted;
    }

    /// <summary>Sees that the run's folder is free: nobody trains there, and no other run's work would be lost.</summary>
    private static void Prepare(TrainingConfig config, bool resume, bool quick)
    {
        RunLock.ThrowIfHeld(config.OutputDir);
        if (quick && !resume && new RunFolder(config.OutputDir).Exists)
        {
            Directory.Delete(config.OutputDir, recursive: true);
        }

        if (!resume)
        {
            new CheckpointFolder(config.OutputDir, 1).ThrowIfAny();
        }
    }

    private static int Verify(TrainingConfig config)
    {
        using var run = new TrainingRun(config);
        VerifyReport.Print(run);
        return ExitCodes.Done;
    }
}
