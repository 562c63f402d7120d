namespace KoSparse.Evaluation.Metrics;

/// <summary>Percentiles by linear interpolation between the closest ranks.</summary>
internal static class Percentile
{
    /// <summary>The value that the given percentage of ascending values does not exceed; 0 of no values.</summary>
    public static double OfSorted(ReadOnlySpan<double> ascending, double percent)
    {
        if (ascending.IsEmpty)
        {
            return 0;
        }

        double rank = percent / 100 * (ascending.Length - 1);
        int below = (int)rank;
        int above = Math.Min(below + 1, ascending.Length - 1);
        return ascending[below] + ((rank - below) * (ascending[above] - ascending[below]));
    }
}
