using System.CommandLine;
using KoSparse.Cli.Running;
using KoSparse.Training.Transfer;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse transfer CONFIG</c>: a pretrained encoder with another vocabulary.</summary>
internal static class TransferCommand
{
    public static Command Build() =>
        EncoderRunCommand.Build<TransferConfig>("transfer", "Bring a pretrained encoder over to our vocabulary, from plain text.", "configs/transfer_base.yaml", Train);

    private static int Train(TransferConfig config, bool resume, CancellationToken stop)
    {
        using var run = new TransferRun(config);
        return RunStart.Train(display => EncoderTransfer.Open(run, TimeProvider.System, display.Line, display), resume, stop);
    }
}
