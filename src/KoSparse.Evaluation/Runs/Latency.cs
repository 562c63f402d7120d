using System.Text.Json.Serialization;
using KoSparse.Evaluation.Metrics;

namespace KoSparse.Evaluation.Runs;

/// <summary>How long searches take, one after the other on one thread, in milliseconds.</summary>
/// <param name="P50">Half of the searches are no slower.</param>
/// <param name="P90">Nine in ten are no slower.</param>
/// <param name="P99">All but one in a hundred are no slower.</param>
public readonly record struct Latency(
    [property: JsonPropertyName("p50")] double P50,
    [property: JsonPropertyName("p90")] double P90,
    [property: JsonPropertyName("p99")] double P99)
{
    /// <summary>Summarizes times in any order.</summary>
    public static Latency Of(IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return new Latency(
            Percentile.OfSorted(sorted, 50), Percentile.OfSorted(sorted, 90), Percentile.OfSorted(sorted, 99));
    }
}
