using System.CommandLine;
using KoSparse.Cli.Display;
using KoSparse.Cli.Running;
using KoSparse.Training.Expanding;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse expand CONFIG</c>: a head that adds words of questions to a model's own terms.</summary>
internal static class ExpandCommand
{
    public static Command Build() =>
        EncoderRunCommand.Build<ExpansionConfig>("expand", "Teach a head which words of questions a text should be found by.", "configs/base.yaml", Train);

    private static int Train(ExpansionConfig config, bool resume, CancellationToken stop)
    {
        ProgressLine? texts = null;
        using var run = new ExpansionRun(config, count => texts = new ProgressLine("reading texts", count, stop: stop));
        texts?.Dispose();
        int code = RunStart.Train(display => ExpansionTraining.Open(run, TimeProvider.System, display.Line, display), resume, stop);
        if (code == ExitCodes.Done)
        {
            run.Forget();
        }

        return code;
    }
}
