using System.Diagnostics;
using System.Text.Json.Nodes;
using KoSparse.Cli.Display;
using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Reports;
using KoSparse.Evaluation.Runs;
using KoSparse.Evaluation.Sparsity;
using KoSparse.Encoding;
using KoSparse.Modeling.Networks;
using KoSparse.Encoding.Folders;
using KoSparse.Search.Bm25;
using KoSparse.Search.Queries;
using KoSparse.Vectors;
using Spectre.Console;

namespace KoSparse.Cli.Measuring;

/// <summary>Asks searchers the questions of a benchmark, side by side.</summary>
/// <param name="benchmark">The questions and documents.</param>
/// <param name="models">The models.</param>
/// <param name="options">Which methods, and where the report goes.</param>
internal sealed class RetrievalMeasurement(Benchmark benchmark, BenchmarkModels models, BenchmarkOptions options)
{
    private const int Depth = 100;

    /// <summary>Runs the methods, prints their figures and writes report, plots and TREC files.</summary>
    /// <param name="stop">Stops between two questions, and while documents are encoded.</param>
    public IReadOnlyList<MethodResult> Run(CancellationToken stop)
    {
        IReadOnlyList<string> methods = models.Choose(options);
        using var searchers = new BenchmarkSearchers(benchmark, models, options, stop);
        List<MethodResult> results = [];
        foreach (string method in methods)
        {
            ISearcher searcher = searchers.Searcher(method);
            using var oneThread = new OneThread();
            using var progress = new ProgressLine($"{method}: questions", benchmark.Queries.Count, stop);
            results.Add(WithCost(RetrievalEvaluation.Run(benchmark, method, searcher, Depth, progress, stop), searchers));
        }

        Write(results);
        Print(results);
        if (options.Cleanup && Directory.Exists(BenchmarkSearchers.FolderOf(options)))
        {
            Directory.Delete(BenchmarkSearchers.FolderOf(options), recursive: true);
        }

        return results;
    }

    private MethodResult WithCost(SearcherResult answers, BenchmarkSearchers searchers)
    {
        ISearcher searcher = searchers.Searcher(answers.Name);
        MethodResult result = new(answers) { IndexBytes = IndexBytes(answers.Name, searchers) };
        string[] questions = [.. benchmark.Queries.Select(query => query.Text)];
        if (searcher is DenseSearcher dense)
        {
            float[][] vectors = [.. questions.Select(dense.Encode)];
            return result with { SearchLatency = Time(vectors, vector => dense.Search(vector, Depth)) };
        }

        if (searcher is not SparseSearcher sparse)
        {
            return result;
        }

        SparseDocuments documents = searchers.Documents(answers.Name);
        IReadOnlyList<SparseVector> queries = models.Encoder(answers.Name).EncodeQueries(questions);
        return result with
        {
            Sparsity = SparsityEvaluation.Measure(queries, documents.Vectors, sparse.Index.VocabularySize),
            SearchLatency = Time(queries, query => sparse.Index.Search(query, Depth)),
            DocumentWeights = Weights(documents.Vectors),
            QueryWeights = Weights(queries),
            Explain = (query, document) => [.. sparse.Explain(query, document).Select(term => new ExplainedTerm(documents.Word(term.TokenId), term.Contribution))],
        };
    }

    private static long IndexBytes(string method, BenchmarkSearchers searchers) => searchers.Searcher(method) switch
    {
        Bm25Searcher words => words.Index.ByteLength,
        SparseSearcher vectors => vectors.Index.VectorBytes,
        DenseSearcher dense => dense.ByteLength,
        _ => BenchmarkSearchers.Parts(method).Sum(part => IndexBytes(part, searchers)),
    };

    private static Latency Time<T>(IReadOnlyList<T> questions, Action<T> search) => Latency.Of(questions.Select(question =>
    {
        long start = Stopwatch.GetTimestamp();
        search(question);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }));

    private static double[] Weights(IEnumerable<SparseVector> vectors) =>
        [.. vectors.SelectMany(vector => vector.Weights.ToArray()).Select(weight => (double)weight)];

    private void Write(IReadOnlyList<MethodResult> results)
    {
        JsonNode config = new JsonObject
        {
            ["methods"] = string.Join(",", results.Select(result => result.Name)),
            ["baseline"] = options.Baseline,
            ["depth"] = Depth,
        };
        string[] folders =
        [
            .. new[] { models.Model, models.Baseline }.OfType<OpenModel>().Select(model => model.Folder),
            .. results.Any(result => result.Name == RetrievalMethod.Dense) ? [ModelLocator.Find(models.Dense!)] : Array.Empty<string>(),
        ];
        IEnumerable<string> weights = folders.SelectMany(folder => Directory.GetFiles(folder, "*.safetensors").Concat(Directory.GetFiles(folder, "*.bin")));
        ReportWriter.Write(options.Output, RetrievalReport.Of(benchmark, results, options.Baseline, options.Unseen), ReportContext.Create(
            options.Command, config, benchmark.Files.Concat(weights), TimeProvider.System));
        TrecRunFile.WriteJudgements(Path.Combine(options.Output, "qrels.trec"), benchmark);
        foreach (MethodResult result in results)
        {
            TrecRunFile.Write(Path.Combine(options.Output, $"{result.Name}.trec"), result.Answers);
        }
    }

    private void Print(IReadOnlyList<MethodResult> results)
    {
        var table = new Table().Border(TableBorder.Markdown)
            .AddColumns("method", "R@1", "R@5", "R@10", "MRR@10", "nDCG@10", "ms p50", "ms p99", "terms per query", "per document", "index MiB");
        foreach (MethodResult result in results)
        {
            table.AddRow(
                result.Name,
                $"{result.Answers.Mean.RecallAt1:F4}",
                $"{result.Answers.Mean.RecallAt5:F4}",
                $"{result.Answers.Mean.RecallAt10:F4}",
                $"{result.Answers.Mean.MrrAt10:F4}",
                $"{result.Answers.Mean.NdcgAt10:F4}",
                $"{result.Answers.Latency.P50:F2}",
                $"{result.Answers.Latency.P99:F2}",
                result.Sparsity is null ? "" : $"{result.Sparsity.Queries.Mean:F1}",
                result.Sparsity is null ? "" : $"{result.Sparsity.Documents.Mean:F1}",
                $"{result.IndexBytes / (double)(1 << 20):F2}");
        }

        Console.WriteLine($"{benchmark.Name}: {benchmark.Queries.Count:N0} questions, {benchmark.Documents.Count:N0} documents");
        WideConsole.Open().Write(table);
        PrintUnseen(results);
    }

    private void PrintUnseen(IReadOnlyList<MethodResult> results)
    {
        if (options.Unseen is not { } unseen)
        {
            return;
        }

        Console.WriteLine($"{unseen.Count:N0} of the questions have no answer that was a training positive.");
        if (unseen.Count > 0)
        {
            Table table = new Table().Border(TableBorder.Markdown).AddColumns("method", "R@1", "R@10", "nDCG@10");
            foreach (SearcherResult answers in results.Select(result => result.Answers.On(unseen)))
            {
                table.AddRow(answers.Name, $"{answers.Mean.RecallAt1:F4}", $"{answers.Mean.RecallAt10:F4}", $"{answers.Mean.NdcgAt10:F4}");
            }

            WideConsole.Open().Write(table);
        }
    }
}
