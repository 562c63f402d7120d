using System.CommandLine;
using KoSparse.Cli.Running;
using KoSparse.Training.Pretraining;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse pretrain CONFIG</c>: masked language modelling from random weights.</summary>
internal static class PretrainCommand
{
    public static Command Build() =>
        EncoderRunCommand.Build<PretrainingConfig>("pretrain", "Teach an encoder the language from plain text, before it is trained to search.", "configs/pretrain_mini.yaml", Train);

    private static int Train(PretrainingConfig config, bool resume, CancellationToken stop)
    {
        using var run = new PretrainingRun(config);
        return RunStart.Train(display => Pretrainer.Open(run, TimeProvider.System, display.Line, display), resume, stop);
    }
}
