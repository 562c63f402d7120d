using System.Diagnostics;
using System.Globalization;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Networks;
using KoSparse.Encoding.Windows;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Metrics;
using KoSparse.Evaluation.Runs;
using KoSparse.Modeling.Networks;
using KoSparse.Onnx;
using KoSparse.Onnx.Weights;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.Benchmarks;

/// <summary>Encoding documents from text to pruned vector by torch and by ONNX Runtime, in turns, and how far their weights differ.</summary>
internal static class OnnxBenchmark
{
    private const int Documents = 256;
    private const int Repeats = 7;

    private static readonly (string Name, Func<string, SparseModelConfig, INetwork> Open)[] Networks =
    [
        ("torch", TorchNetwork.Open),
        .. Enum.GetValues<WeightPrecision>().Select(precision => (
            $"onnx {precision.ToString().ToLowerInvariant()}",
            (Func<string, SparseModelConfig, INetwork>)((folder, config) => OnnxNetwork.Open(folder, config, precision)))),
    ];

    /// <summary>How fast each network encodes, and how far its weights are from torch's.</summary>
    /// <param name="model">Folder of the model.</param>
    /// <param name="corpus">Documents.</param>
    /// <param name="share">Share of the head that is served; null as the model says.</param>
    public static void Run(string model, string corpus, string? share)
    {
        OpenModel[] models = Open(model, share);
        int length = models[0].Parts.Encode.MaxLength;
        Document[] documents =
        [
            .. CorpusTexts.Read(corpus).Select(Document.Of)
                .Where(document => DocumentWindows.Of(document, models[0].Tokenizer, length, maxWindows: 2).Count == 1)
                .Take(Documents),
        ];
        List<double>[] seconds = [.. models.Select(_ => new List<double>())];
        List<double>[] work = [.. models.Select(_ => new List<double>())]; // of all cores: other programs beside it change it less
        IReadOnlyList<SparseVector>[] vectors = [.. models.Select(open => open.Encoder.EncodeDocuments(documents))];
        for (int i = 0; i < Repeats * models.Length; i++) // in turns: a machine may change its pace
        {
            long started = Stopwatch.GetTimestamp();
            TimeSpan busy = Environment.CpuUsage.TotalTime;
            models[i % models.Length].Encoder.EncodeDocuments(documents);
            seconds[i % models.Length].Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            work[i % models.Length].Add((Environment.CpuUsage.TotalTime - busy).TotalSeconds);
        }

        Console.WriteLine($"{documents.Length} documents of up to {length} tokens");
        Console.WriteLine("| network | documents a second | times torch | processor time of a document | times torch | largest difference of a weight |");
        Console.WriteLine("|---|---|---|---|---|---|");
        for (int i = 0; i < models.Length; i++)
        {
            (double median, double busy) = (Median(seconds[i]), Median(work[i]));
            Console.WriteLine(FormattableString.Invariant(
                $"| {Networks[i].Name} | {documents.Length / median:F0} | {Median(seconds[0]) / median:F2} | {1000 * busy / documents.Length:F1} ms | {Median(work[0]) / busy:F2} | {Difference(vectors[0], vectors[i]):G2} |"));
            models[i].Dispose();
        }
    }

    /// <summary>What is found with the vectors of each network.</summary>
    /// <param name="model">Folder of the model.</param>
    /// <param name="benchmark">Folder of the benchmark.</param>
    /// <param name="share">As of <see cref="Run"/>.</param>
    public static void Judge(string model, string benchmark, string? share)
    {
        Benchmark asked = BenchmarkFolder.Open(benchmark).Read();
        Console.WriteLine($"{asked.Name}: {asked.Queries.Count} questions, {asked.Documents.Count} documents");
        Console.WriteLine("| network | nDCG@10 | R@1 |");
        Console.WriteLine("|---|---|---|");
        foreach ((OpenModel open, (string name, _)) in Open(model, share).Zip(Networks))
        {
            SearchIndex index = SearchIndex.InMemory(open.Encoder.VocabularySize, asked.Documents.Zip(open.Encoder.EncodeDocuments(asked.Documents)));
            RetrievalFigures figures = RetrievalEvaluation.Run(asked, name, new SparseSearcher(open.Encoder, index)).Mean;
            Console.WriteLine(FormattableString.Invariant($"| {name} | {figures.NdcgAt10:F4} | {figures.RecallAt1:F4} |"));
            open.Dispose();
        }
    }

    private static OpenModel[] Open(string model, string? share) =>
    [
        .. Networks.Select(network => OpenModel.Open(model, network.Open, encode => encode with
        {
            ExpansionShare = share is null ? encode.ExpansionShare : double.Parse(share, CultureInfo.InvariantCulture),
        })),
    ];

    private static double Median(List<double> seconds) => seconds.Order().ElementAt(seconds.Count / 2);

    /// <summary>Of the terms that both have: what one has and the other not, pruning has taken.</summary>
    private static double Difference(IReadOnlyList<SparseVector> some, IReadOnlyList<SparseVector> others) => some.Zip(others).Max(pair =>
    {
        Dictionary<int, float> weights = pair.Second.Terms().ToDictionary(term => term.TokenId, term => term.Weight);
        return pair.First.Terms().Max(term => weights.TryGetValue(term.TokenId, out float weight) ? Math.Abs(weight - term.Weight) : 0);
    });
}
