using System.Diagnostics;
using System.Globalization;

namespace KoSparse.Training.Runs;

/// <summary>Asks a run to save and stop, and waits until it has.</summary>
public static class RunStop
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks and waits.</summary>
    /// <param name="run">The run.</param>
    /// <param name="asked">Told the process that is asked, when given.</param>
    /// <param name="cancellation">Ends the waiting; the run stops all the same.</param>
    /// <returns>What became of the run.</returns>
    /// <exception cref="RunException">Nobody trains it, or it ended without saving.</exception>
    public static async Task<RunStatus> RunAsync(RunFolder run, Action<int>? asked = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        RunStatus before = run.Status();
        if (before.State != RunState.Running)
        {
            throw new RunException($"{run.Path}: nobody trains it; {before.Describe()}");
        }

        if (before.ProcessId == 0)
        {
            throw new RunException($"{run.Path}: it only just starts; try again in a moment."); // 0 would name our own processes
        }

        asked?.Invoke(before.ProcessId);
        using (Process signal = Process.Start("kill", ["-TERM", before.ProcessId.ToString(CultureInfo.InvariantCulture)]))
        {
            await signal.WaitForExitAsync(cancellation);
        }

        while (RunLock.IsHeld(run.Path))
        {
            await Task.Delay(BetweenLooks, cancellation);
        }

        RunStatus after = run.Status();
        return after.State != RunState.Crashed ? after : throw new RunException(
            $"{run.Path}: it ended without saving. {run.LastError()} Go on from its last checkpoint: {run.ResumeCommand()}");
    }
}
