using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Metrics;
using KoSparse.Evaluation.Reports;
using KoSparse.Evaluation.Sparsity;

namespace KoSparse.Evaluation.Runs;

/// <summary>The report <c>metrics.json</c> and <c>report.md</c>: searchers side by side on one benchmark.</summary>
public static class RetrievalReport
{
    private const int ShownQueries = 10;

    /// <summary>Makes the report.</summary>
    /// <param name="benchmark">What was asked.</param>
    /// <param name="results">Results of the searchers, baselines first; each is compared with all before it.</param>
    /// <param name="sparsity">What the vectors of a searcher cost, by the searcher's name, where it has vectors.</param>
    public static Report Of(
        Benchmark benchmark,
        IReadOnlyList<SearcherResult> results,
        IReadOnlyDictionary<string, SparsityResult>? sparsity = null)
    {
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentNullException.ThrowIfNull(results);
        ArgumentOutOfRangeException.ThrowIfZero(results.Count);
        JsonObject methods = [];
        for (int place = 0; place < results.Count; place++)
        {
            methods[results[place].Name] = Method(
                results[place], results.Take(place), sparsity?.GetValueOrDefault(results[place].Name));
        }

        JsonObject figures = new()
        {
            ["benchmark"] = benchmark.Name,
            ["queries"] = benchmark.Queries.Count,
            ["documents"] = benchmark.Documents.Count,
            ["methods"] = methods,
        };
        string[] groups = ["Recall@1", "Recall@5", "Recall@10", "MRR@10", "nDCG@10"];
        return new Report("metrics", "report.md", figures, Markdown(benchmark, results), Charts.Shares(
            $"{benchmark.Name}, {benchmark.Queries.Count} queries",
            groups,
            [.. results.Select(result => (result.Name, (IReadOnlyList<double>)Values(result.Mean)))]));
    }

    private static JsonObject Method(
        SearcherResult result, IEnumerable<SearcherResult> baselines, SparsityResult? sparsity)
    {
        JsonObject method = JsonSerializer.SerializeToNode(result.Mean, ReportWriter.Json)!.AsObject();
        method["latency_ms"] = JsonSerializer.SerializeToNode(result.Latency, ReportWriter.Json);
        if (sparsity is not null)
        {
            method["active_terms"] = new JsonObject
            {
                ["query"] = sparsity.Queries.Mean,
                ["document"] = sparsity.Documents.Mean,
            };
            method["flops"] = sparsity.Flops;
        }

        JsonObject comparisons = [];
        foreach (SearcherResult baseline in baselines)
        {
            JsonObject comparison = Interval(result.CompareTo(baseline, figures => figures.RecallAt1));
            comparison["measure"] = "recall@1";
            comparison["ndcg@10"] = Interval(result.CompareTo(baseline, figures => figures.NdcgAt10));
            comparisons[baseline.Name] = comparison;
        }

        if (comparisons.Count > 0)
        {
            method["compared_with"] = comparisons;
        }

        return method;
    }

    private static JsonObject Interval(DifferenceInterval interval) =>
        JsonSerializer.SerializeToNode(interval, ReportWriter.Json)!.AsObject();

    private static string Markdown(Benchmark benchmark, IReadOnlyList<SearcherResult> results)
    {
        string table = MarkdownTable.Of(
            ["method", "Recall@1", "Recall@5", "Recall@10", "MRR@10", "nDCG@10", "p50 ms", "p90 ms", "p99 ms"],
            results.Select(result => new[] { result.Name }
                .Concat(Values(result.Mean).Select(value => Number(value, "F4")))
                .Concat(new[] { result.Latency.P50, result.Latency.P90, result.Latency.P99 }
                    .Select(value => Number(value, "F2")))
                .ToArray()));
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"# {benchmark.Name}\n\n{benchmark.Queries.Count} queries, {benchmark.Documents.Count} documents.\n\n{table}");
        return results.Count < 2 ? text : text + Comparison(results[^1], results[0], benchmark);
    }

    private static string Comparison(SearcherResult result, SearcherResult baseline, Benchmark benchmark)
    {
        var byChange = result.Queries.Zip(baseline.Queries)
            .OrderByDescending(pair => pair.First.Figures.NdcgAt10 - pair.Second.Figures.NdcgAt10)
            .ToList();
        var better = byChange.Take(ShownQueries).Where(pair => pair.First.Figures.NdcgAt10 > pair.Second.Figures.NdcgAt10);
        var worse = byChange.AsEnumerable().Reverse().Take(ShownQueries)
            .Where(pair => pair.First.Figures.NdcgAt10 < pair.Second.Figures.NdcgAt10);
        return $"\n## {result.Name} against {baseline.Name}\n\n" +
            MarkdownTable.Of(
                ["measure", "difference", "95 % interval"],
                [
                    Row("Recall@1", result.CompareTo(baseline, figures => figures.RecallAt1)),
                    Row("nDCG@10", result.CompareTo(baseline, figures => figures.NdcgAt10)),
                ]) +
            $"\n### Largest wins\n\n{Queries(better)}\n### Largest losses\n\n{Queries(worse)}";

        string Queries(IEnumerable<(QueryResult First, QueryResult Second)> pairs) => MarkdownTable.Of(
            ["query", $"rank by {result.Name}", $"rank by {baseline.Name}"],
            pairs.Select(pair => new[]
            {
                pair.First.Query.Text, Rank(pair.First, benchmark), Rank(pair.Second, benchmark),
            }));
    }

    private static string Rank(QueryResult query, Benchmark benchmark)
    {
        IReadOnlyDictionary<string, int> grades = benchmark.Judgements.Of(query.Query.Id);
        int place = query.Hits.ToList().FindIndex(hit => grades.GetValueOrDefault(hit.DocumentId) > 0);
        return place < 0 ? "not found" : Number(place + 1, "F0");
    }

    private static string[] Row(string name, DifferenceInterval interval) =>
        [name, Signed(interval.Difference), $"{Signed(interval.Low)} to {Signed(interval.High)}"];

    private static double[] Values(RetrievalFigures figures) =>
        [figures.RecallAt1, figures.RecallAt5, figures.RecallAt10, figures.MrrAt10, figures.NdcgAt10];

    private static string Signed(double value) => value.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
