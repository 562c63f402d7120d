namespace KoSparse.Benchmarks;

/// <summary>How long the questions of one pass took, in µs, and what share of the exact hits they found.</summary>
internal readonly record struct PassTimes(double P50, double P90, double P99, double Recall)
{
    /// <summary>The shorter times of two passes over the same questions: on a busy machine every pass is disturbed somewhere.</summary>
    public PassTimes Or(PassTimes other) => this with
    {
        P50 = Math.Min(P50, other.P50),
        P90 = Math.Min(P90, other.P90),
        P99 = Math.Min(P99, other.P99),
    };
}
