using System.CommandLine;
using KoSparse.Cli.Display;
using KoSparse.Training;
using KoSparse.Training.Checkpoints;
using KoSparse.Training.Configuration;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse train CONFIG</c>: trains, resumes, or shows what would run.</summary>
internal static class TrainCommand
{
    public static Command Build()
    {
        var config = new Argument<string>("config") { Description = "The run's config, such as configs/small_v28.yaml." };
        var overrides = new Option<string[]>("--set") { Description = "Override a setting: path=value. May be given several times." };
        var resume = new Option<bool>("--resume") { Description = "Go on from the newest checkpoint of the run." };
        var verify = new Option<bool>("--verify") { Description = "Check config, data, IDF, tokens and shapes, print what would run, and stop." };
        var command = new Command("train", "Train an encoder as a config says.") { config, overrides, resume, verify };
        command.SetAction((parsed, stop) => Task.Run(() =>
        {
            TrainingConfig read = ConfigReader.Read<TrainingConfig>(parsed.GetValue(config)!, parsed.GetValue(overrides));
            return parsed.GetValue(verify) ? Verify(read) : Train(read, parsed.GetValue(resume), stop);
        }));
        return command;
    }

    private static int Train(TrainingConfig config, bool resume, CancellationToken stop)
    {
        RefuseToOverwrite(config, resume);
        using var run = new TrainingRun(config);
        using var display = new TrainingDisplay(run.Schedule.TotalSteps);
        using var trainer = new Trainer(run, TimeProvider.System, display.Line, display);
        TrainingState state = trainer.Run(resume, stop);
        return state.Step == run.Schedule.TotalSteps ? ExitCodes.Done : ExitCodes.Interrupted;
    }

    private static void RefuseToOverwrite(TrainingConfig config, bool resume)
    {
        if (!resume && new CheckpointFolder(config.OutputDir, 1).Any())
        {
            throw new TrainingException(
                $"{config.OutputDir} holds the checkpoints of a run. Go on with it (--resume), train into another folder " +
                "(--set output_dir=...), or remove the folder.");
        }
    }

    private static int Verify(TrainingConfig config)
    {
        using var run = new TrainingRun(config);
        VerifyReport.Print(run);
        return ExitCodes.Done;
    }
}
