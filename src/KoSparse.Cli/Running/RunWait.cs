using KoSparse.Training.Runs;

namespace KoSparse.Cli.Running;

/// <summary>Waits until another run is finished, and goes on with it when it crashed.</summary>
internal static class RunWait
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <param name="run">The run.</param>
    /// <param name="invoke">Runs a command of ours.</param>
    /// <param name="stop">Ends the waiting, or the run that was taken up.</param>
    /// <returns>Done once the run is finished; else the exit code with which going on with it ended.</returns>
    /// <exception cref="RunException">It will not finish by itself; the message says why.</exception>
    public static async Task<int> FinishAsync(RunFolder run, Func<string[], CancellationToken, Task<int>> invoke, CancellationToken stop)
    {
        string told = "";
        while (run.Status() is { State: not RunState.Finished } status)
        {
            if (status.State == RunState.Crashed)
            {
                Console.WriteLine($"{run.Path}: {RunStop.Sentence(status)} {run.LastError()} Goes on from its newest checkpoint.");
                int code = await invoke([status.Verb, run.ConfigFile, "--resume"], stop);
                if (code != ExitCodes.Done)
                {
                    return code;
                }

                continue;
            }

            if (status.State == RunState.Stopped || !run.Exists)
            {
                throw new RunException(run.Exists
                    ? $"{run.Path}: {RunStop.Sentence(status)} Someone wanted that, so it is not taken up: {RunStop.Resume(run)}"
                    : $"{run.Path}: there is no such run to wait for. Start it first, in another terminal or in the background.");
            }

            string sentence = status.State == RunState.Unknown ? $"it does not tell of itself; waits for its {RunFolder.CompleteName}." : "it trains; waits for its end.";
            if (sentence != told)
            {
                Console.WriteLine($"{run.Path}: {sentence}");
                told = sentence;
            }

            await Task.Delay(BetweenLooks, stop);
        }

        Console.WriteLine($"{run.Path}: it is finished.");
        return ExitCodes.Done;
    }
}
