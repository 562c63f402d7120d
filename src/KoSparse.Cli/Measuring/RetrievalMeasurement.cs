using System.Text.Json.Nodes;
using KoSparse.Cli.Display;
using KoSparse.Data;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Reports;
using KoSparse.Evaluation.Runs;
using KoSparse.Evaluation.Sparsity;
using KoSparse.Modeling;
using KoSparse.Search.Analysis;
using KoSparse.Search.Bm25;
using KoSparse.Search.Sparse;
using KoSparse.Vectors;
using Spectre.Console;

namespace KoSparse.Cli.Measuring;

/// <summary>Asks searchers the questions of a benchmark, side by side.</summary>
/// <param name="benchmark">The questions and documents.</param>
/// <param name="model">The encoder to judge; its tokens are those of <c>bm25_tokens</c>.</param>
internal sealed class RetrievalMeasurement(Benchmark benchmark, OpenModel model)
{
    private const int Depth = 100;

    private readonly Dictionary<string, SparsityResult> _sparsity = [];

    /// <summary>Runs the searchers, prints their figures and writes report, plot and TREC runs.</summary>
    /// <param name="methods">Of <see cref="RetrievalMethod.All"/>.</param>
    /// <param name="output">Folder of the report.</param>
    /// <param name="command">The command line, for the report.</param>
    /// <param name="stop">Stops between two questions.</param>
    public IReadOnlyList<SearcherResult> Run(
        IReadOnlyCollection<string> methods, string output, string command, CancellationToken stop)
    {
        List<SearcherResult> results = [];
        foreach (string method in RetrievalMethod.All.Where(methods.Contains))
        {
            ISearcher searcher = Searcher(method, stop);
            using var progress = new ProgressLine($"{method}: questions", benchmark.Queries.Count, stop);
            results.Add(RetrievalEvaluation.Run(benchmark, method, searcher, Depth, progress, stop));
        }

        JsonNode config = new JsonObject { ["methods"] = string.Join(",", results.Select(r => r.Name)), ["depth"] = Depth };
        string weights = Path.Combine(model.Folder, ModelFolder.WeightsFile);
        ReportWriter.Write(output, RetrievalReport.Of(benchmark, results, _sparsity), ReportContext.Create(
            command, config, benchmark.Files.Append(weights), TimeProvider.System));
        foreach (SearcherResult result in results)
        {
            TrecRunFile.Write(Path.Combine(output, $"{result.Name}.trec"), result);
        }

        Print(results);
        return results;
    }

    private ISearcher Searcher(string method, CancellationToken stop) => method switch
    {
        RetrievalMethod.Bm25 => new Bm25Searcher(benchmark.Documents, new KoreanAnalyzer()),
        RetrievalMethod.Bm25Tokens => new Bm25Searcher(benchmark.Documents, new TokenAnalyzer(model.Tokenizer)),
        _ => Sparse(stop),
    };

    private SparseSearcher Sparse(CancellationToken stop)
    {
        using var progress = new ProgressLine("encoding documents", benchmark.Documents.Count, stop);
        string[] texts = [.. benchmark.Documents.Select(document => document.Content)];
        IReadOnlyList<SparseVector> vectors = model.Encoder.EncodeDocuments(texts, progress);
        var builder = new SparseIndexBuilder(model.Encoder.VocabularySize, model.Tokenizer.Hash);
        foreach ((Document document, SparseVector vector) in benchmark.Documents.Zip(vectors))
        {
            builder.Add(document, vector);
        }

        IReadOnlyList<SparseVector> queries = model.Encoder.EncodeQueries([.. benchmark.Queries.Select(query => query.Text)]);
        _sparsity[RetrievalMethod.Sparse] = SparsityEvaluation.Measure(queries, vectors, model.Encoder.VocabularySize);
        return new SparseSearcher(model.Encoder, builder.Build());
    }

    private void Print(IReadOnlyList<SearcherResult> results)
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumns("method", "R@1", "R@5", "R@10", "MRR@10", "nDCG@10", "ms per query");
        foreach (SearcherResult result in results)
        {
            table.AddRow(
                result.Name,
                $"{result.Mean.RecallAt1:F4}",
                $"{result.Mean.RecallAt5:F4}",
                $"{result.Mean.RecallAt10:F4}",
                $"{result.Mean.MrrAt10:F4}",
                $"{result.Mean.NdcgAt10:F4}",
                $"{result.Latency.P50:F2}");
        }

        Console.WriteLine($"{benchmark.Name}: {benchmark.Queries.Count:N0} questions, {benchmark.Documents.Count:N0} documents");
        AnsiConsole.Write(table);
    }
}
