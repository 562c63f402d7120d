using System.Globalization;
using KoSparse.Vectors;

namespace KoSparse.Benchmarks;

/// <summary>More documents than there are: each is half of one real document and half of another, so that terms are as frequent, and nearly as often together, as real ones.</summary>
internal static class ScaleBenchmark
{
    private const int Hits = 10;
    private const double Factor = 3.1622776601683795; // two sizes for each power of ten

    /// <summary>Measures a million documents, three, ten … up to a number of them; prints how times grow, as exponents.</summary>
    /// <param name="documentFile">Vectors as lines, as <see cref="VectorFile"/> reads them.</param>
    /// <param name="queryFile">As well.</param>
    /// <param name="most">The largest number.</param>
    public static void Run(string documentFile, string queryFile, int most)
    {
        SparseVector[] real = [.. VectorFile.Read(documentFile).Select(document => document.Vector)];
        SparseVector[] queries = [.. VectorFile.Read(queryFile).Select(query => query.Vector)];
        int vocabulary = VectorFile.VocabularyOf(real.Concat(queries));
        Console.WriteLine("| documents | segments | build s | a second | GB on disk | MiB to build | p50 µs | p90 µs | p99 µs |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        List<(int Documents, double P50, double P99)> sizes = [];
        foreach (int count in Counts(most))
        {
            double before = ProcessMemory.ResetPeak();
            using BenchmarkIndex index = new(Mixed(real, count), vocabulary);
            double memory = ProcessMemory.PeakMib() - before;
            var latencies = Latencies.Of(queries, query => index.Index.Search(query, Hits));
            (double p50, double p99) = (latencies.At(0.5).TotalMicroseconds, latencies.At(0.99).TotalMicroseconds);
            sizes.Add((count, p50, p99));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {count:N0} | {index.Segments} | {index.BuildSeconds:F0} | {count / index.BuildSeconds:N0} | {index.Bytes / 1e9:F2} | {memory:N0} | {p50:F0} | {latencies.At(0.9).TotalMicroseconds:F0} | {p99:F0} |"));
        }

        ((int first, double firstP50, double firstP99), (int last, double lastP50, double lastP99)) = (sizes[0], sizes[^1]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"times grow as the documents to the power of {Exponent(firstP50, lastP50):F2} (p50), {Exponent(firstP99, lastP99):F2} (p99)"));

        double Exponent(double small, double large) => Math.Log(large / small) / Math.Log((double)last / first);
    }

    private static IEnumerable<int> Counts(int most)
    {
        for (double count = most < 1_000_000 ? most : 1_000_000; count < most * 1.001; count *= Factor)
        {
            yield return (int)Math.Round(count);
        }
    }

    private static IEnumerable<(string Id, SparseVector Vector)> Mixed(SparseVector[] real, int count)
    {
        Random random = new(1);
        for (int i = 0; i < count; i++)
        {
            yield return ($"{i}", Mixed(real[random.Next(real.Length)], real[random.Next(real.Length)], random));
        }
    }

    /// <summary>About half of the terms of each, a term of both once.</summary>
    private static SparseVector Mixed(SparseVector one, SparseVector other, Random random)
    {
        List<int> tokens = new(one.Count + other.Count);
        List<float> weights = new(one.Count + other.Count);
        for ((int i, int j) = (0, 0); i < one.Count || j < other.Count;)
        {
            int first = i < one.Count ? one.TokenIds[i] : int.MaxValue;
            int second = j < other.Count ? other.TokenIds[j] : int.MaxValue;
            float weight = first <= second ? one.Weights[i] : other.Weights[j];
            i += first <= second ? 1 : 0;
            j += second <= first ? 1 : 0;
            if (first == second || random.Next(2) == 0)
            {
                tokens.Add(Math.Min(first, second));
                weights.Add(weight);
            }
        }

        return SparseVector.FromSorted([.. tokens], [.. weights]);
    }
}
