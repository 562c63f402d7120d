using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using KoSparse.Search.Postings;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.Benchmarks;

/// <summary>Building and searching the index on disk with one thread, per quarter million documents, and Lucene beside it.</summary>
internal static partial class SearchBenchmark
{
    private const int Step = 250_000;
    private const int Hits = 10;
    private const int Rounds = 5;

    /// <summary>Measures on the first 250,000, 500,000 … documents, and with all of them the peers that are given.</summary>
    /// <param name="documentFile">Vectors as lines, as <see cref="VectorFile"/> reads them.</param>
    /// <param name="queryFile">As well.</param>
    /// <param name="peers">Lucene's script, or the folder with the sources of neural-sparse-cpp.</param>
    public static void Run(string documentFile, string queryFile, IReadOnlyList<string> peers)
    {
        (string Id, SparseVector Vector)[] documents = [.. VectorFile.Read(documentFile)];
        SparseVector[] queries = [.. VectorFile.Read(queryFile).Select(query => query.Vector)];
        int vocabulary = VectorFile.VocabularyOf(documents.Select(d => d.Vector).Concat(queries));
        Console.WriteLine($"{documents.Length:N0} documents of {documents.Average(d => d.Vector.Count):F1} terms, " +
            $"{queries.Length:N0} queries of {queries.Average(q => q.Count):F1}, k {Hits}, one thread");
        new BenchmarkIndex(documents.Take(Step), vocabulary).Dispose(); // what building compiles is compiled
        Console.WriteLine("| documents | build s | MB on disk | p50 µs | p90 µs | p99 µs | recall@10 | peak MiB |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        for (int count = Math.Min(Step, documents.Length); ; count = Math.Min(count + Step, documents.Length))
        {
            using BenchmarkIndex index = new(documents.Take(count), vocabulary);
            Measure($"{count:N0}", index, documents.AsSpan(0, count), queries, vocabulary);
            if (count == documents.Length)
            {
                using (BenchmarkIndex finer = new(documents, vocabulary, weightBits: 16))
                {
                    Measure("the same, 16 bits", finer, documents, queries, vocabulary);
                }

                documents = []; // the peers need the memory
                PrintThroughput(index.Index, queries);
                foreach (string peer in peers)
                {
                    Compare(peer, documentFile, queryFile, index, queries);
                }

                break;
            }
        }
    }

    private static void Compare(string peer, string documentFile, string queryFile, BenchmarkIndex index, SparseVector[] queries)
    {
        if (Directory.Exists(peer))
        {
            PeerComparison.Run(peer, documentFile, queryFile, index, queries, Hits);
        }
        else
        {
            PrintLucene(peer, documentFile, queryFile);
        }
    }

    private static void Measure(
        string name, BenchmarkIndex built, ReadOnlySpan<(string Id, SparseVector Vector)> documents, SparseVector[] queries, int vocabulary)
    {
        SearchIndex index = built.Index;
        var latencies = Latencies.Of(queries, query => index.Search(query, Hits));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {built.BuildSeconds:F1} | {built.Bytes / 1e6:F1} | {latencies.At(0.5).TotalMicroseconds:F0} | {latencies.At(0.9).TotalMicroseconds:F0} | " +
            $"{latencies.At(0.99).TotalMicroseconds:F0} | {Recall(index, documents, queries[..Math.Min(200, queries.Length)], vocabulary):F4} | " +
            $"{Process.GetCurrentProcess().PeakWorkingSet64 >> 20} |"));
    }

    /// <summary>Questions a second of one thread and of all cores, in turns.</summary>
    private static void PrintThroughput(SearchIndex index, SparseVector[] queries)
    {
        int cores = Environment.ProcessorCount;
        (double one, double all) = (0, 0);
        for (int round = 0; round < Rounds; round++)
        {
            one = Math.Max(one, PerSecond(1));
            all = Math.Max(all, PerSecond(cores));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one:N0} questions a second by one thread, {all:N0} by {cores}: {all / one:F2} times as many"));

        double PerSecond(int threads)
        {
            long started = Stopwatch.GetTimestamp();
            Parallel.ForEach(queries, new ParallelOptions { MaxDegreeOfParallelism = threads }, query => index.Search(query, Hits));
            return queries.Length / Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
    }

    /// <summary>The share of the best ten by full-precision weights that the index finds.</summary>
    private static double Recall(
        SearchIndex index, ReadOnlySpan<(string Id, SparseVector Vector)> documents, SparseVector[] queries, int vocabulary)
    {
        double found = 0;
        float[] query = new float[vocabulary];
        foreach (SparseVector vector in queries)
        {
            foreach (TermWeight term in vector.Terms())
            {
                query[term.TokenId] = term.Weight;
            }

            HashSet<int> best = BestOf(documents, query);
            IReadOnlyList<ScoredDocument> hits = index.Search(vector, Hits);
            found += best.Count == 0 ? 1 : hits.Count(hit => best.Contains(hit.Document)) / (double)best.Count;
            Array.Clear(query);
        }

        return found / queries.Length;
    }

    private static HashSet<int> BestOf(ReadOnlySpan<(string Id, SparseVector Vector)> documents, float[] query)
    {
        PriorityQueue<int, (float Score, int Order)> best = new();
        for (int document = 0; document < documents.Length; document++)
        {
            float score = 0;
            SparseVector vector = documents[document].Vector;
            for (int i = 0; i < vector.Count; i++)
            {
                score += query[vector.TokenIds[i]] * vector.Weights[i];
            }

            if (score > 0)
            {
                best.Enqueue(document, (score, -document));
                if (best.Count > Hits)
                {
                    best.Dequeue();
                }
            }
        }

        return [.. best.UnorderedItems.Select(item => item.Element)];
    }

    /// <summary>Runs the peer on the same files: it prints its build time, size and latencies.</summary>
    private static void PrintLucene(string script, string documentFile, string queryFile)
    {
        string run = Path.GetTempFileName();
        using Process lucene = Process.Start(new ProcessStartInfo(
            "bash", [script, "sparse", documentFile, queryFile, run, $"{Hits}"])
        { RedirectStandardOutput = true })!;
        string said = lucene.StandardOutput.ReadToEnd();
        lucene.WaitForExit();
        File.Delete(run);
        if (LuceneFigures().Match(said) is not { Success: true } figures)
        {
            throw new InvalidOperationException($"{script} ended with {lucene.ExitCode} and did not print what was expected: {said}");
        }

        Console.WriteLine(
            $"| Lucene, all | {figures.Groups[1]} | {figures.Groups[2]} | {figures.Groups[3]} | {figures.Groups[4]} | {figures.Groups[5]} | | |");
    }

    [GeneratedRegex(@"build ([\d.]+) s, index ([\d.]+) MB[\s\S]*p50 (\d+) p90 (\d+) p99 (\d+)")]
    private static partial Regex LuceneFigures();
}
