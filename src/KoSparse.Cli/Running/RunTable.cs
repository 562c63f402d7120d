using System.Globalization;
using KoSparse.Cli.Display;
using KoSparse.Training.Runs;
using Spectre.Console;

namespace KoSparse.Cli.Running;

/// <summary>Runs with their state, one a row, and what to do about those that crashed.</summary>
internal static class RunTable
{
    public static void Print(IEnumerable<RunFolder> runs)
    {
        (RunFolder Run, RunStatus Status)[] all = [.. runs.Select(run => (run, run.Status()))];
        WideConsole.Open().Write(Of(all));
        foreach ((RunFolder run, _) in all.Where(one => one.Status.State == RunState.Crashed))
        {
            Console.WriteLine($"{run.Path} crashed{(run.LastError() is { } error ? $": {error}" : ".")} Go on with it: {run.ResumeCommand()}");
        }
    }

    public static Table Of(IEnumerable<(RunFolder Run, RunStatus Status)> runs)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("run", "state", "step", "loss", "tokens/s", "left", "told at");
        foreach ((RunFolder run, RunStatus status) in runs)
        {
            table.AddRow(Cells(run, status).Select(WideConsole.Cell).ToArray());
        }

        return table;
    }

    private static IEnumerable<string> Cells(RunFolder run, RunStatus status)
    {
        const string Nothing = "–";
        TrainingProgress? told = status.Progress;
        bool trains = status.State == RunState.Running;
        yield return run.Path;
        yield return status.State.ToString().ToLowerInvariant();
        yield return status.TotalSteps > 0 ? string.Create(CultureInfo.InvariantCulture, $"{status.Step:N0}/{status.TotalSteps:N0}") : Nothing;
        yield return told?.Loss.ToString("F3", CultureInfo.InvariantCulture) ?? Nothing;
        yield return trains && told is { } now ? now.TokensPerSecond.ToString("N0", CultureInfo.InvariantCulture) : Nothing;
        yield return trains && told is { } rest ? TrainingDisplay.Left(rest.Remaining) : Nothing;
        yield return status.Updated > DateTimeOffset.MinValue
            ? status.Updated.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : Nothing;
    }
}
