using System.Globalization;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.Benchmarks;

/// <summary>The index on disk and neural-sparse-cpp, asked in turns, so that what else the machine does disturbs both; of all rounds the shortest times count.</summary>
internal static class PeerComparison
{
    private const int Rounds = 6;
    private const string Seismic = "seismic,lambda=4000|beta=300|alpha=0.4|seed=1";

    /// <summary>Terms of a question whose lists are read, and how far the bound of a block may be raised.</summary>
    private static readonly string[] SeismicSettings = ["seismic 4 0.8", "seismic 6 1", "seismic 8 1.2"];

    /// <summary>Prints the times of both and their ratio.</summary>
    /// <param name="source">Folder with the peer's sources.</param>
    /// <param name="documentFile">The documents as they were read.</param>
    /// <param name="queryFile">The questions as well.</param>
    /// <param name="ours">The index of the same documents.</param>
    /// <param name="queries">The questions.</param>
    /// <param name="hits">Hits of a question.</param>
    public static void Run(string source, string documentFile, string queryFile, BenchmarkIndex ours, SparseVector[] queries, int hits)
    {
        using NeuralSparsePeer peer = NeuralSparsePeer.Start(source, documentFile, queryFile, hits, Seismic);
        PassTimes[] best = InTurns(
            [() => Ask(ours.Index, queries, hits), .. SeismicSettings.Prepend("inverted").Select<string, Func<PassTimes>>(how => () => peer.Ask(how))]);
        (PassTimes mine, PassTimes theirs) = (best[0], best[1]);
        Console.WriteLine("| in turns | build s | p50 µs | p90 µs | p99 µs | recall@10 |");
        Console.WriteLine("|---|---|---|---|---|---|");
        Print("index on disk", ours.BuildSeconds, mine, "");
        Print("neural-sparse-cpp, inverted", peer.InvertedSeconds, theirs);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| ratio | {peer.InvertedSeconds / ours.BuildSeconds:F2} | {theirs.P50 / mine.P50:F2} | {theirs.P90 / mine.P90:F2} | {theirs.P99 / mine.P99:F2} | |"));
        foreach ((string setting, PassTimes times) in SeismicSettings.Zip(best[2..]))
        {
            Print($"neural-sparse-cpp, {setting}", peer.SeismicSeconds, times);
        }
    }

    /// <summary>The shortest times of each in several rounds, after one that is not counted.</summary>
    private static PassTimes[] InTurns(Func<PassTimes>[] asked)
    {
        PassTimes[] best = [];
        for (int round = 0; round <= Rounds; round++)
        {
            PassTimes[] times = [.. asked.Select(ask => ask())];
            best = round <= 1 ? times : [.. best.Zip(times, (before, now) => before.Or(now))];
        }

        return best;
    }

    private static PassTimes Ask(SearchIndex index, SparseVector[] queries, int hits)
    {
        var latencies = Latencies.OfOnePass(queries, query => index.Search(query, hits));
        return new PassTimes(latencies.At(0.5).TotalMicroseconds, latencies.At(0.9).TotalMicroseconds, latencies.At(0.99).TotalMicroseconds, Recall: 0);
    }

    private static void Print(string name, double build, PassTimes times, string? recall = null) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {name} | {build:F1} | {times.P50:F0} | {times.P90:F0} | {times.P99:F0} | {recall ?? $"{times.Recall:F3}"} |"));
}
