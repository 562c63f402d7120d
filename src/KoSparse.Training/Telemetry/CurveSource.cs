using KoSparse.Training.Runs;

namespace KoSparse.Training.Telemetry;

/// <summary>The runs that a page shows, read again whenever it asks.</summary>
/// <param name="folders">Runs, or folders that hold runs.</param>
public sealed class CurveSource(IReadOnlyList<string> folders)
{
    private readonly Dictionary<string, RunCurves> _read = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>The runs as they are now; those that started since are among them.</summary>
    public IReadOnlyList<ShownRun> Read()
    {
        lock (_lock)
        {
            return [.. folders.SelectMany(Runs).DistinctBy(run => run.Path).Select(Show)];
        }
    }

    private static IEnumerable<RunFolder> Runs(string folder)
    {
        var run = new RunFolder(Path.TrimEndingDirectorySeparator(folder));
        return run.Exists || Directory.Exists(run.Events) ? [run] : RunFolder.Under(folder);
    }

    private ShownRun Show(RunFolder run)
    {
        if (!_read.TryGetValue(run.Path, out RunCurves? curves))
        {
            _read[run.Path] = curves = new RunCurves(run.Events);
        }

        curves.Refresh();
        RunStatus status = run.Status();
        return new ShownRun(
            run.Path,
            status.TotalSteps > 0 ? FormattableString.Invariant($"{status.State.ToString().ToLowerInvariant()}, {status.Step:N0}/{status.TotalSteps:N0}") : "",
            curves.Fault,
            curves.Curves.ToDictionary(curve => curve.Key, curve => ShownCurve.Of(curve.Value), StringComparer.Ordinal));
    }
}
