using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Metrics;
using KoSparse.Evaluation.Reports;

namespace KoSparse.Evaluation.Runs;

/// <summary>The report <c>metrics.json</c> and <c>report.md</c>: methods side by side on one benchmark.</summary>
public static class RetrievalReport
{
    private static readonly string[] Groups = ["Recall@1", "Recall@5", "Recall@10", "MRR@10", "nDCG@10"];

    /// <summary>Makes the report.</summary>
    /// <param name="benchmark">What was asked.</param>
    /// <param name="results">Results of the methods.</param>
    /// <param name="baseline">The method that the others are compared with; the first when null.</param>
    /// <param name="unseen">Ids of the <see cref="UnseenQueries"/>, which get figures of their own; null when nobody asked for them.</param>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    public static Report Of(Benchmark benchmark, IReadOnlyList<MethodResult> results, string? baseline = null, IReadOnlySet<string>? unseen = null)
    {
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentNullException.ThrowIfNull(results);
        ArgumentOutOfRangeException.ThrowIfZero(results.Count);
        MethodResult compared = baseline is null ? results[0] : results.FirstOrDefault(result => result.Name == baseline)
            ?? throw new ArgumentException($"There is no method '{baseline}' among {string.Join(", ", results.Select(r => r.Name))}.", nameof(baseline));
        JsonObject figures = new()
        {
            ["benchmark"] = benchmark.Name,
            ["queries"] = benchmark.Queries.Count,
            ["documents"] = benchmark.Documents.Count,
            ["baseline"] = compared.Name,
            ["methods"] = new JsonObject(results.Select(result => KeyValuePair.Create(result.Name, (JsonNode?)Method(result, compared)))),
        };
        if (benchmark.AllQueries is { } all)
        {
            figures["of_queries"] = all;
        }

        if (unseen is not null)
        {
            figures["unseen"] = Unseen(results, compared, unseen);
        }

        return new Report("metrics", "report.md", figures, RetrievalMarkdown.Of(benchmark, results, compared, unseen), Charts.Shares(
            $"{benchmark.Name}, {benchmark.Queries.Count} queries",
            Groups,
            [.. results.Select(result => (result.Name, (IReadOnlyList<double>)Values(result.Answers.Mean)))]))
        {
            MorePlots = [.. Plots(benchmark, results)],
        };
    }

    /// <summary>The figures in the order of the tables.</summary>
    internal static double[] Values(RetrievalFigures figures) =>
        [figures.RecallAt1, figures.RecallAt5, figures.RecallAt10, figures.MrrAt10, figures.NdcgAt10];

    private static IEnumerable<NamedPlot> Plots(Benchmark benchmark, IReadOnlyList<MethodResult> results)
    {
        yield return new NamedPlot("latency", Charts.Tradeoff(
            $"{benchmark.Name}: effectiveness against latency",
            "nDCG@10",
            [.. results.Select(result => (result.Name, result.Answers.Latency.P50, result.Answers.Mean.NdcgAt10))]));
        (string, IReadOnlyList<double>)[] weights =
        [
            .. results.Where(result => result.DocumentWeights.Count > 0).Take(1).Select(result => ($"{result.Name}, documents", result.DocumentWeights)),
            .. results.Where(result => result.QueryWeights.Count > 0).Select(result => ($"{result.Name}, queries", result.QueryWeights)),
        ];
        if (weights.Length > 0)
        {
            yield return new NamedPlot("weights", Charts.Histogram("Weights of active terms", "weight", weights, shareOf: "terms"));
        }
    }

    private static JsonObject Unseen(IReadOnlyList<MethodResult> results, MethodResult baseline, IReadOnlySet<string> unseen)
    {
        JsonObject figures = new() { ["queries"] = unseen.Count };
        if (unseen.Count > 0)
        {
            SearcherResult compared = baseline.Answers.On(unseen);
            figures["methods"] = new JsonObject(results.Select(result =>
            {
                SearcherResult answers = result.Answers.On(unseen);
                JsonObject method = Node(answers.Mean);
                AddComparison(method, answers, compared);
                return KeyValuePair.Create(result.Name, (JsonNode?)method);
            }));
        }

        return figures;
    }

    private static JsonObject Method(MethodResult result, MethodResult baseline)
    {
        JsonObject method = Node(result.Answers.Mean);
        method["latency_ms"] = Node(result.Answers.Latency);
        if (result.SearchLatency is { } search)
        {
            method["search_latency_ms"] = Node(search);
        }

        if (result.Sparsity is { } sparsity)
        {
            method["active_terms"] = new JsonObject { ["query"] = sparsity.Queries.Mean, ["document"] = sparsity.Documents.Mean };
            method["flops"] = sparsity.Flops;
        }

        method["index_bytes"] = result.IndexBytes;
        AddComparison(method, result.Answers, baseline.Answers);
        return method;
    }

    private static void AddComparison(JsonObject method, SearcherResult answers, SearcherResult baseline)
    {
        if (answers.Name != baseline.Name)
        {
            JsonObject comparison = Node(answers.CompareTo(baseline, figures => figures.RecallAt1));
            comparison["measure"] = "recall@1";
            comparison["ndcg@10"] = Node(answers.CompareTo(baseline, figures => figures.NdcgAt10));
            method["compared_with"] = new JsonObject { [baseline.Name] = comparison };
        }
    }

    private static JsonObject Node<T>(T figures) => JsonSerializer.SerializeToNode(figures, ReportWriter.Json)!.AsObject();
}
