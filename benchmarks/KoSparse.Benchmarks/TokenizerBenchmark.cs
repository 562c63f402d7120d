using System.Diagnostics;
using KoSparse.Data;
using KoSparse.Text;
using Microsoft.ML.Tokenizers;
using Tokenizer = KoSparse.Text.Tokenizer;

namespace KoSparse.Benchmarks;

/// <summary>Tokenizing on one core beside Microsoft.ML.Tokenizers, same vocabulary, same texts.</summary>
internal static class TokenizerBenchmark
{
    private const int Texts = 100_000;
    private const int Repeats = 3;

    public static void Run(string folder, string corpus)
    {
        Tokenizer ours = TokenizerFolder.Open(folder);
        string[] texts = [.. CorpusTexts.Read(corpus).Take(Texts)];
        double megabytes = texts.Sum(t => (double)System.Text.Encoding.UTF8.GetByteCount(t)) / 1e6;
        List<int> ids = [];
        double with = Best(() => texts.Sum(t => ours.Tokenize(t).Count));
        double without = Best(() =>
        {
            ids.Clear();
            foreach (string text in texts)
            {
                ours.AddIds(text, ids);
            }

            return ids.Count;
        });
        Console.WriteLine("| tokenizer | MB/s | beside ours with positions |");
        Console.WriteLine("|---|---|---|");
        Console.WriteLine($"| KoSparse, with positions | {megabytes / with:F1} | 1.0 |");
        Console.WriteLine($"| KoSparse, ids alone | {megabytes / without:F1} | {with / without:F1} |");
        string vocabulary = Path.Combine(folder, "vocab.txt");
        if (File.Exists(vocabulary))
        {
            BertTokenizer theirs = BertTokenizer.Create(vocabulary, new BertOptions { LowerCaseBeforeTokenization = true });
            double library = Best(() => texts.Sum(t => theirs.EncodeToIds(t).Count));
            Console.WriteLine($"| Microsoft.ML.Tokenizers, ids alone | {megabytes / library:F1} | {with / library:F1} |");
        }
    }

    private static double Best(Func<int> work)
    {
        double best = double.MaxValue;
        for (int i = 0; i < Repeats; i++)
        {
            var watch = Stopwatch.StartNew();
            _ = work();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return best;
    }
}
