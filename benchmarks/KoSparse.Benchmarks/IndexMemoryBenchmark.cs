using System.Diagnostics;
using System.Globalization;
using System.Text;
using KoSparse.Data;
using KoSparse.Search.Indexing;
using KoSparse.Vectors;

namespace KoSparse.Benchmarks;

/// <summary>Indexing invented documents, once within the bound of memory and once without one; each in a process of its own.</summary>
internal static class IndexMemoryBenchmark
{
    private const int Vocabulary = 32_000;
    private const int TermsPerDocument = 70;
    private const int NoBound = 1 << 20;

    /// <summary>Runs both, and prints their peaks and how they compare.</summary>
    public static void Run(int documents)
    {
        (double bounded, long peak) = Child(documents, IndexWriter.DefaultMemory);
        (double unbounded, long peakUnbounded) = Child(documents, NoBound);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{documents:N0} documents: peak {peak / 1024:N0} MiB within the bound, {peakUnbounded / 1024:N0} MiB without ({(double)peak / peakUnbounded:P0}); " +
            $"{bounded:F1} s and {unbounded:F1} s of processor ({bounded / unbounded:F2} times)."));
    }

    /// <summary>Indexes, and prints seconds of processor and kibibytes of the peak (VmHWM).</summary>
    public static void Build(int documents, int memory)
    {
        string folder = Directory.CreateTempSubdirectory("kosparse-").FullName;
        try
        {
            using (var writer = IndexWriter.Open(folder, Vocabulary, "", replace: true, memory))
            {
                InventedDocuments invented = new(seed: 7);
                for (int i = 0; i < documents; i++)
                {
                    writer.Add(invented.Document(i), invented.Vector());
                }

                writer.Commit();
            }

            string peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            double seconds = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds} {peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (double Seconds, long Peak) Child(int documents, int memory)
    {
        string[] arguments = [typeof(IndexMemoryBenchmark).Assembly.Location, "index", $"{documents}", $"{memory}"];
        using Process child = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        string[] said = child.StandardOutput.ReadToEnd().Split(' ');
        child.WaitForExit();
        return (double.Parse(said[0], CultureInfo.InvariantCulture), long.Parse(said[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Texts of 40 to 80 words and vectors of 70 terms; words and terms are as unevenly frequent as real ones.</summary>
    private sealed class InventedDocuments(int seed)
    {
        private const int Words = 400_000;
        private const int Syllables = 2350;

        private readonly Random _random = new(seed);
        private readonly int[] _lastUse = new int[Vocabulary];
        private int _vectors;

        public Document Document(int place)
        {
            StringBuilder text = new();
            for (int words = 40 + _random.Next(40); words > 0; words--)
            {
                text.Append(Word()).Append(words % 12 == 0 ? ". " : " ");
            }

            uint spread = unchecked((uint)place * 2654435761u); // ids in no order, as most are
            return new Document($"{spread:x8}-{place}", Word(), text.ToString()) { Fields = $$"""{"year":{{1900 + _random.Next(120)}}}""" };
        }

        public SparseVector Vector()
        {
            _vectors++;
            List<TermWeight> terms = [];
            while (terms.Count < TermsPerDocument)
            {
                int token = (int)Math.Pow(Vocabulary, _random.NextDouble());
                token = _lastUse[token] == _vectors ? _random.Next(Vocabulary) : token;
                if (_lastUse[token] != _vectors)
                {
                    _lastUse[token] = _vectors;
                    terms.Add(new TermWeight(token, 0.05f + (2 * _random.NextSingle())));
                }
            }

            return SparseVector.FromTerms(terms);
        }

        private string Word()
        {
            uint state = unchecked((uint)Math.Pow(Words, _random.NextDouble()) * 2654435761u);
            return string.Create(2 + (int)((state >> 30) % 3), state, static (word, state) =>
            {
                for (int i = 0; i < word.Length; i++)
                {
                    state = unchecked((state * 1664525u) + 1013904223u);
                    word[i] = (char)('가' + ((state >> 8) % Syllables));
                }
            });
        }
    }
}
