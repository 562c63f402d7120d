using System.Diagnostics;
using System.Globalization;
using KoSparse.Training.Runs;

namespace KoSparse.Cli.Running;

/// <summary>Asks a run to save and stop, and waits until it has.</summary>
internal static class RunStop
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    /// <returns>What became of the run.</returns>
    /// <exception cref="RunException">Nobody trains it, or it ended without saving.</exception>
    public static async Task<RunStatus> RunAsync(RunFolder run, CancellationToken stop)
    {
        RunStatus before = run.Status();
        if (before.State != RunState.Running)
        {
            throw new RunException($"{run.Path}: nobody trains it; {Sentence(before)}");
        }

        if (before.ProcessId == 0)
        {
            throw new RunException($"{run.Path}: it only just starts; try again in a moment."); // 0 would name our own processes
        }

        Console.WriteLine($"{run.Path}: process {before.ProcessId} is asked to save and stop …");
        using (Process signal = Process.Start("kill", ["-TERM", before.ProcessId.ToString(CultureInfo.InvariantCulture)]))
        {
            await signal.WaitForExitAsync(stop);
        }

        while (RunLock.IsHeld(run.Path))
        {
            await Task.Delay(BetweenLooks, stop);
        }

        RunStatus after = run.Status();
        return after.State != RunState.Crashed ? after : throw new RunException(
            $"{run.Path}: it ended without saving. {run.LastError()} Go on from its last checkpoint: {Resume(run)}");
    }

    /// <summary>A state as a sentence.</summary>
    public static string Sentence(RunStatus status) => status.State switch
    {
        RunState.Finished => "it is finished.",
        RunState.Stopped when status.Step == 0 => "it was stopped before its first step.",
        RunState.Stopped => string.Create(CultureInfo.InvariantCulture, $"it was stopped and saved after step {status.Step:N0} of {status.TotalSteps:N0}."),
        RunState.Crashed => string.Create(CultureInfo.InvariantCulture, $"it crashed after step {status.Step:N0} of {status.TotalSteps:N0}."),
        RunState.Running => string.Create(CultureInfo.InvariantCulture, $"it trains, at step {status.Step:N0} of {status.TotalSteps:N0}."),
        _ => "it was trained before runs told of themselves.",
    };

    /// <summary>The command that goes on with a run.</summary>
    public static string Resume(RunFolder run) => $"./kosparse {run.Status().Verb} {run.ConfigFile} --resume";
}
