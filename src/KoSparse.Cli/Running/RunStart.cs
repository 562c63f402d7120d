using KoSparse.Cli.Display;
using KoSparse.Training.Checkpoints;
using KoSparse.Training.Loops;
using KoSparse.Training.Runs;

namespace KoSparse.Cli.Running;

/// <summary>How a run begins, whether it trains or pretrains.</summary>
internal static class RunStart
{
    /// <summary>Sees that a run's folder is free: nobody trains there, and no other run's work would be lost.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="resume">Whether it goes on with what is there.</param>
    public static void ThrowIfTaken(string folder, bool resume)
    {
        RunLock.ThrowIfHeld(folder);
        if (!resume)
        {
            new CheckpointFolder(folder, 1).ThrowIfAny();
        }
    }

    /// <summary>Trains to the end, or until asked to stop, and shows how far it is.</summary>
    /// <param name="totalSteps">Steps of the whole run.</param>
    /// <param name="open">Opens the run with a display.</param>
    /// <param name="resume">Whether it goes on from the newest checkpoint.</param>
    /// <param name="stop">Asks to save and stop.</param>
    /// <returns>An exit code.</returns>
    public static int Train(int totalSteps, Func<TrainingDisplay, TrainingLoop> open, bool resume, CancellationToken stop)
    {
        using var display = new TrainingDisplay();
        using TrainingLoop loop = open(display);
        TrainingState state = loop.Run(resume, stop);
        return state.Step == totalSteps ? ExitCodes.Done : ExitCodes.Interrupted;
    }
}
