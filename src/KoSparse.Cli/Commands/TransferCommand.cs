using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Running;
using KoSparse.Configuration;
using KoSparse.Training.Loops;
using KoSparse.Training.Runs;
using KoSparse.Training.Transfer;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse transfer CONFIG</c>: a pretrained encoder with another vocabulary.</summary>
internal static class TransferCommand
{
    public static Command Build()
    {
        var config = new Argument<string>("config") { Description = "The run's config, such as configs/transfer_base.yaml." };
        Option<string[]> overrides = Options.Set();
        Option<bool> resume = Options.Resume();
        Option<bool> background = Options.Background();
        var command = new Command("transfer", "Bring a pretrained encoder over to our vocabulary, from plain text.") { config, overrides, resume, background };
        command.SetAction((parsed, stop) => Task.Run(async () =>
        {
            TransferConfig read = ConfigReader.Read<TransferConfig>(parsed.GetValue(config)!, parsed.GetValue(overrides) ?? []);
            bool goesOn = parsed.GetValue(resume);
            TrainingLoop.ThrowIfTaken(read.OutputDir, goesOn);
            return parsed.GetValue(background)
                ? await BackgroundRun.StartAsync(new RunFolder(read.OutputDir), Options.ArgumentsWithout(background, parsed), stop)
                : Train(read, goesOn, stop);
        }));
        return command;
    }

    private static int Train(TransferConfig config, bool resume, CancellationToken stop)
    {
        using var run = new TransferRun(config);
        return RunStart.Train(display => EncoderTransfer.Open(run, TimeProvider.System, display.Line, display), resume, stop);
    }
}
