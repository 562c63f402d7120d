using System.Diagnostics;

namespace KoSparse.Benchmarks;

/// <summary>How long questions take, one after the other.</summary>
internal sealed class Latencies
{
    private const int TimedPasses = 3; // after one to warm up, as in the Lucene peer
    private readonly TimeSpan[] _ascending;

    private Latencies(IEnumerable<TimeSpan> times) => _ascending = [.. times.Order()];

    /// <summary>Asks every question once untimed, then three times.</summary>
    public static Latencies Of<T>(IReadOnlyCollection<T> questions, Action<T> ask)
    {
        _ = OfOnePass(questions, ask);
        return new Latencies(Enumerable.Range(0, TimedPasses).SelectMany(_ => OfOnePass(questions, ask)._ascending));
    }

    /// <summary>Asks every question once.</summary>
    public static Latencies OfOnePass<T>(IReadOnlyCollection<T> questions, Action<T> ask)
    {
        List<TimeSpan> times = [];
        foreach (T question in questions)
        {
            long started = Stopwatch.GetTimestamp();
            ask(question);
            times.Add(Stopwatch.GetElapsedTime(started));
        }

        return new Latencies(times);
    }

    /// <summary>The time that a share of the questions does not exceed, such as 0.5 for the median.</summary>
    public TimeSpan At(double share) => _ascending[(int)(_ascending.Length * share)];
}
