using KoSparse.Cli.Display;
using KoSparse.Training.Checkpoints;
using KoSparse.Training.Loops;

namespace KoSparse.Cli.Running;

/// <summary>How a run begins, whether it trains or pretrains.</summary>
internal static class RunStart
{
    /// <summary>Trains to the end, or until asked to stop, and shows how far it is.</summary>
    /// <param name="open">Opens the run with a display.</param>
    /// <param name="resume">Whether it goes on from the newest checkpoint.</param>
    /// <param name="stop">Asks to save and stop.</param>
    /// <returns>An exit code.</returns>
    public static int Train(Func<TrainingDisplay, TrainingLoop> open, bool resume, CancellationToken stop)
    {
        using var display = new TrainingDisplay();
        using TrainingLoop loop = open(display);
        TrainingState state = loop.Run(resume, stop);
        return state.Step == loop.TotalSteps ? ExitCodes.Done : ExitCodes.Interrupted;
    }
}
