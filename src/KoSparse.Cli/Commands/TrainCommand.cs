using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Display;
using KoSparse.Cli.Running;
using KoSparse.Configuration;
using KoSparse.Training.FineTuning;
using KoSparse.Training.Loops;
using KoSparse.Training.Runs;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse train CONFIG</c>: trains, resumes, or shows what would run.</summary>
internal static class TrainCommand
{
    public static Command Build()
    {
        var config = new Argument<string>("config") { Description = "The run's config, such as configs/small_v28.yaml." };
        Option<string[]> overrides = Options.Set();
        Option<bool> resume = Options.Resume();
        var verify = new Option<bool>("--verify") { Description = "Check config, data, IDF, tokens and shapes, print what would run, and stop." };
        var quick = new Option<bool>("--quick") { Description = "500 samples, 2 epochs, into OUTPUT_quick: to see that everything works. An earlier quick run is replaced." };
        Option<bool> background = Options.Background();
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
                : ConfigReader.Read<TrainingConfig>(parsed.GetValue(config)!, settings, Console.Error.WriteLine);
            Prerequisites.ThrowIfMissing(read, parsed.GetValue(config)!);
            if (parsed.GetValue(verify))
            {
                return Verify(read);
            }

            bool goesOn = parsed.GetValue(resume);
            if (parsed.GetValue(quick) && !goesOn)
            {
                QuickRun.Remove(read.OutputDir);
            }

            TrainingLoop.ThrowIfTaken(read.OutputDir, goesOn);
            int code = parsed.GetValue(after) is { } other ? await WaitForAsync(new RunFolder(other), stop) : ExitCodes.Done;
            if (code != ExitCodes.Done)
            {
                return code;
            }

            return parsed.GetValue(background)
                ? await BackgroundRun.StartAsync(new RunFolder(read.OutputDir), Options.ArgumentsWithout(background, parsed), stop)
                : Train(read, goesOn, stop);
        }));
        return command;
    }

    private static Task<int> WaitForAsync(RunFolder run, CancellationToken stop) => RunWait.FinishAsync(
        run,
        (status, token) => KoSparseCommand.InvokePartAsync([status.Verb, run.ConfigFile, "--resume"], token),
        Console.WriteLine,
        stop);

    private static int Train(TrainingConfig config, bool resume, CancellationToken stop)
    {
        using var run = new TrainingRun(config);
        return RunStart.Train(display => Trainer.Open(run, TimeProvider.System, display.Line, display), resume, stop);
    }

    private static int Verify(TrainingConfig config)
    {
        using var run = new TrainingRun(config);
        VerifyReport.Print(run);
        return ExitCodes.Done;
    }
}
