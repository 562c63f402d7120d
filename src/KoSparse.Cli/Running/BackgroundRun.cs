using System.Diagnostics;
using KoSparse.Text;
using KoSparse.Training.Runs;

namespace KoSparse.Cli.Running;

/// <summary>Starts a training that goes on when the terminal closes.</summary>
internal static class BackgroundRun
{
    /// <summary>Ignores hang-ups and leaves the terminal's session; the run's own log holds what it would print.</summary>
    private const string Detach = """trap '' HUP; exec setsid "$@" < /dev/null > /dev/null 2> "$0" """;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>Starts it and waits until it trains, or fails.</summary>
    /// <param name="run">The run; nobody trains it yet.</param>
    /// <param name="arguments">The command line behind <c>kosparse</c>.</param>
    /// <param name="stop">Ends the waiting, not the run.</param>
    /// <returns>An exit code: done once it trains.</returns>
    public static async Task<int> StartAsync(RunFolder run, IEnumerable<string> arguments, CancellationToken stop)
    {
        Directory.CreateDirectory(run.Path);
        using Process process = Process.Start("sh", ["-c", Detach, run.ErrorFile, "dotnet", Program(), .. arguments]);
        Console.WriteLine($"{run.Path}: loads …");
        while (!stop.IsCancellationRequested && !process.HasExited && run.Status().ProcessId != process.Id)
        {
            await Task.Delay(BetweenLooks, CancellationToken.None);
        }

        if (process.HasExited && process.ExitCode != ExitCodes.Done)
        {
            Console.Error.WriteLine(ForeignText.Message(run.Errors().TrimEnd()));
            RemoveUnlessStarted(run);
            return process.ExitCode;
        }

        Console.WriteLine($"{run.Path}: trains in the background, process {process.Id}.");
        Console.WriteLine($"  log    tail -f {run.LogFile}");
        Console.WriteLine("  state  ./kosparse runs");
        Console.WriteLine($"  stop   ./kosparse stop {run.Path}    (saves first)");
        return ExitCodes.Done;
    }

    /// <summary>A run that failed before its first line has told all; its folder would look like a run.</summary>
    private static void RemoveUnlessStarted(RunFolder run)
    {
        if (!run.Exists)
        {
            File.Delete(run.ErrorFile);
            if (!Directory.EnumerateFileSystemEntries(run.Path).Any())
            {
                Directory.Delete(run.Path);
            }
        }
    }

    private static string Program() => Path.Combine(AppContext.BaseDirectory, "KoSparse.Cli.dll");
}
