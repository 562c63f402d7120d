namespace KoSparse.Training.Runs;

/// <summary>Waits until another run is finished, and goes on with it when it crashed.</summary>
public static class RunWait
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Waits.</summary>
    /// <param name="run">The run.</param>
    /// <param name="goOn">Goes on with a run that crashed; gives an exit code, 0 when it went well.</param>
    /// <param name="tell">Told what is waited for, when given.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>0 once the run is finished; else the exit code with which going on with it ended.</returns>
    /// <exception cref="RunException">It will not finish by itself; the message says why.</exception>
    public static async Task<int> FinishAsync(
        RunFolder run, Func<RunStatus, CancellationToken, Task<int>> goOn, Action<string>? tell = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(goOn);
        string told = "";
        while (run.Status() is { State: not RunState.Finished } status)
        {
            if (status.State == RunState.Crashed)
            {
                tell?.Invoke($"{run.Path}: {status.Describe()} {run.LastError()} Goes on from its newest checkpoint.");
                int code = await goOn(status, cancellation);
                if (code != 0)
                {
                    return code;
                }

                continue;
            }

            if (status.State == RunState.Stopped || !run.Exists)
            {
                throw new RunException(run.Exists
                    ? $"{run.Path}: {status.Describe()} Someone wanted that, so it is not taken up: {run.ResumeCommand()}"
                    : $"{run.Path}: there is no such run to wait for. Start it first, in another terminal or in the background.");
            }

            string sentence = status.State == RunState.Unknown ? $"it does not tell of itself; waits for its {RunFolder.CompleteName}." : "it trains; waits for its end.";
            if (sentence != told)
            {
                tell?.Invoke($"{run.Path}: {sentence}");
                told = sentence;
            }

            await Task.Delay(BetweenLooks, cancellation);
        }

        tell?.Invoke($"{run.Path}: it is finished.");
        return 0;
    }
}
