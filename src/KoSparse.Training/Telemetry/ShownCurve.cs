namespace KoSparse.Training.Telemetry;

/// <summary>A curve as the page gets it: as many points as a screen can show.</summary>
/// <param name="Steps">Steps, ascending.</param>
/// <param name="Seconds">When each was written, since 1970.</param>
/// <param name="Values">The figures.</param>
public sealed record ShownCurve(long[] Steps, double[] Seconds, float[] Values)
{
    private const int MostPoints = 1000;

    /// <summary>Takes evenly spaced points, the newest among them.</summary>
    internal static ShownCurve Of(IReadOnlyList<ScalarPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        int stride = (points.Count + MostPoints - 1) / MostPoints;
        ScalarPoint[] kept = [.. points.Where((_, i) => (points.Count - 1 - i) % stride == 0)];
        return new ShownCurve([.. kept.Select(p => p.Step)], [.. kept.Select(p => p.Seconds)], [.. kept.Select(p => p.Value)]);
    }
}
