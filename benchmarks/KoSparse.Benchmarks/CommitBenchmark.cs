using System.Diagnostics;
using System.Globalization;
using KoSparse.Data;
using KoSparse.Search.Indexing;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.Benchmarks;

/// <summary>Searches of one thread in an index that nobody writes, and then while another process adds, replaces, commits and merges.</summary>
internal static class CommitBenchmark
{
    private const int Batch = 5_000;
    private const int Hits = 10;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    /// <summary>Measures.</summary>
    /// <param name="documentFile">Vectors as lines, as <see cref="VectorFile"/> reads them; the first half is there at the start, the others are added.</param>
    /// <param name="queryFile">As well.</param>
    public static void Run(string documentFile, string queryFile)
    {
        (string Id, SparseVector Vector)[] documents = [.. VectorFile.Read(documentFile)];
        SparseVector[] queries = [.. VectorFile.Read(queryFile).Select(query => query.Vector)];
        string folder = Directory.CreateTempSubdirectory("kosparse-bench-").FullName;
        using (IndexWriter writer = IndexWriter.Open(folder, Vocabulary(documents)))
        {
            Add(writer, documents.AsSpan(0, documents.Length / 2));
            writer.Commit();
        }

        using IndexFollower follower = new(folder, TimeSpan.FromMilliseconds(100));
        Console.WriteLine($"{documents.Length / 2:N0} documents, {documents.Length / 2:N0} more in commits of {Batch:N0}, {queries.Length:N0} questions again and again");
        Console.WriteLine("| writer | searches | commits seen | p50 µs | p99 µs | p99.9 µs | longest µs |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        for (int round = 0; round < 2; round++) // the first compiles
        {
            long end = Stopwatch.GetTimestamp() + (10 * Stopwatch.Frequency);
            Print(round == 0 ? "none, first ten seconds" : "none", Ask(follower, queries, () => Stopwatch.GetTimestamp() >= end));
        }

        using Process adding = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommitBenchmark).Assembly.Location, "commits", "add", folder, documentFile]) { RedirectStandardOutput = true })!;
        adding.StandardOutput.ReadLine(); // it has read the documents
        Print("another process", Ask(follower, queries, () => adding.HasExited));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The other process: adds the second half, and every tenth document of the first again.</summary>
    public static void Add(string folder, string documentFile)
    {
        (string Id, SparseVector Vector)[] documents = [.. VectorFile.Read(documentFile)];
        Console.WriteLine("ready");
        using IndexWriter writer = IndexWriter.Open(folder, Vocabulary(documents));
        int half = documents.Length / 2;
        for (int first = half; first < documents.Length; first += Batch)
        {
            Add(writer, documents.AsSpan(first, Math.Min(Batch, documents.Length - first)));
            Add(writer, documents.AsSpan(first - half, Batch / 10));
            writer.Commit();
            Thread.Sleep(Between);
        }
    }

    private static int Vocabulary((string Id, SparseVector Vector)[] documents) =>
        VectorFile.VocabularyOf(documents.Select(document => document.Vector));

    private static void Add(IndexWriter writer, ReadOnlySpan<(string Id, SparseVector Vector)> documents)
    {
        foreach ((string id, SparseVector vector) in documents)
        {
            writer.Add(new Document(id, "", ""), vector);
        }
    }

    private static (List<double> Microseconds, int Commits) Ask(IndexFollower follower, SparseVector[] queries, Func<bool> isOver)
    {
        List<double> times = new(1 << 20);
        int commits = 0;
        SearchIndex last = follower.Current;
        for (int i = 0; !isOver(); i++)
        {
            long started = Stopwatch.GetTimestamp();
            SearchIndex index = follower.Current;
            index.Search(queries[i % queries.Length], Hits);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            commits += index == last ? 0 : 1;
            last = index;
        }

        return (times, commits);
    }

    private static void Print(string writer, (List<double> Microseconds, int Commits) asked)
    {
        double[] times = [.. asked.Microseconds.Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {writer} | {times.Length:N0} | {asked.Commits} | {At(.5):F0} | {At(.99):F0} | {At(.999):F0} | {times[^1]:F0} |"));

        double At(double share) => times[(int)(times.Length * share)];
    }
}
