using System.Diagnostics;
using KoSparse.Data;
using KoSparse.Text;

namespace KoSparse.Benchmarks;

/// <summary>Counting document frequencies over a corpus, beside reading it alone.</summary>
internal static class IdfBenchmark
{
    public static void Run(string folder, string corpus)
    {
        Tokenizer tokenizer = TokenizerFolder.Open(folder);
        var watch = Stopwatch.StartNew();
        double megabytes = CorpusTexts.Read(corpus).Sum(t => (double)System.Text.Encoding.UTF8.GetByteCount(t)) / 1e6;
        double reading = watch.Elapsed.TotalSeconds;
        watch.Restart();
        InverseDocumentFrequency idf = IdfCounter.CountFiles([corpus], tokenizer, IdfSmoothing.Bm25);
        double counting = watch.Elapsed.TotalSeconds;
        Console.WriteLine("| work | seconds | MB/s | beside reading |");
        Console.WriteLine("|---|---|---|---|");
        Console.WriteLine($"| reading {megabytes:F0} MB alone | {reading:F1} | {megabytes / reading:F1} | 1.0 |");
        Console.WriteLine($"| IDF of {idf.DocumentCount:N0} texts | {counting:F1} | {megabytes / counting:F1} | {counting / reading:F1} |");
        Console.WriteLine($"Peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576} MiB.");
    }
}
