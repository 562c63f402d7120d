using System.Globalization;
using KoSparse.Evaluation.Benchmarks;
using KoSparse.Evaluation.Metrics;
using KoSparse.Evaluation.Reports;

namespace KoSparse.Evaluation.Runs;

/// <summary>The tables of a <see cref="RetrievalReport"/>.</summary>
internal static class RetrievalMarkdown
{
    private const int ShownQueries = 10;
    private const int ShownTerms = 6;

    public static string Of(Benchmark benchmark, IReadOnlyList<MethodResult> results, MethodResult baseline, IReadOnlySet<string>? unseen)
    {
        MethodResult[] others = [.. results.Where(result => result != baseline)];
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"# {benchmark.Name}\n\n{benchmark.Queries.Count} queries{(benchmark.AllQueries is { } all ? $" (the first of {all}: a sample)" : "")}, {benchmark.Documents.Count} documents.\n\n{Quality(results.Select(result => result.Answers))}\n{Cost(results)}{Unseen(results, baseline, unseen)}");
        if (others.Length == 0)
        {
            return text;
        }

        // Wins and losses of those that can say why; where none can, of the last.
        MethodResult[] told = others.Any(result => result.Explain is not null) ? [.. others.Where(result => result.Explain is not null)] : others[^1..];
        return text + $"\n## Against {baseline.Name}\n\n{Differences(others.Select(result => result.Answers), baseline.Answers)}" +
            string.Concat(told.Select(result => Changes(result, baseline, benchmark)));
    }

    private static string Unseen(IReadOnlyList<MethodResult> results, MethodResult baseline, IReadOnlySet<string>? unseen)
    {
        if (unseen is null)
        {
            return "";
        }

        SearcherResult[] answers = unseen.Count == 0 ? [] : [.. results.Select(result => result.Answers.On(unseen))];
        string figures = answers.Length == 0
            ? ""
            : $"{Quality(answers)}\n{Differences(answers.Where(one => one.Name != baseline.Name), answers.First(one => one.Name == baseline.Name))}";
        return $"\n## Questions whose answers were no training positives\n\n{unseen.Count} queries.\n\n{figures}";
    }

    private static string Quality(IEnumerable<SearcherResult> results) => MarkdownTable.Of(
        ["method", "Recall@1", "Recall@5", "Recall@10", "MRR@10", "nDCG@10"],
        results.Select(result => RetrievalReport.Values(result.Mean).Select(value => Number(value, "F4")).Prepend(result.Name).ToArray()));

    private static string Cost(IReadOnlyList<MethodResult> results) => MarkdownTable.Of(
        ["method", "p50 ms", "p90 ms", "p99 ms", "search alone, p50 ms", "terms per query", "terms per document", "FLOPS", "index MiB"],
        results.Select(result => new[]
        {
            result.Name,
            Number(result.Answers.Latency.P50, "F2"),
            Number(result.Answers.Latency.P90, "F2"),
            Number(result.Answers.Latency.P99, "F2"),
            Number(result.SearchLatency?.P50, "F2"),
            Number(result.Sparsity?.Queries.Mean, "F1"),
            Number(result.Sparsity?.Documents.Mean, "F1"),
            Number(result.Sparsity?.Flops, "F3"),
            Number(result.IndexBytes / (double)(1 << 20), "F2"),
        })) + "\nTimes are of one question after the other on one thread, from its text to its hits.\n";

    private static string Differences(IEnumerable<SearcherResult> results, SearcherResult baseline) => MarkdownTable.Of(
        ["method", "Recall@1", "95 % interval", "nDCG@10", "95 % interval"],
        results.Select(result => new[] { result.Name }
            .Concat(Cells(result.CompareTo(baseline, figures => figures.RecallAt1)))
            .Concat(Cells(result.CompareTo(baseline, figures => figures.NdcgAt10)))
            .ToArray()));

    private static string Changes(MethodResult result, MethodResult baseline, Benchmark benchmark)
    {
        var byChange = result.Answers.Queries.Zip(baseline.Answers.Queries)
            .Where(pair => pair.First.Figures.NdcgAt10 != pair.Second.Figures.NdcgAt10)
            .OrderByDescending(pair => pair.First.Figures.NdcgAt10 - pair.Second.Figures.NdcgAt10)
            .ToList();
        var better = byChange.Where(pair => pair.First.Figures.NdcgAt10 > pair.Second.Figures.NdcgAt10).Take(ShownQueries);
        var worse = byChange.AsEnumerable().Reverse().Where(pair => pair.First.Figures.NdcgAt10 < pair.Second.Figures.NdcgAt10).Take(ShownQueries);
        return $"\n### Largest wins of {result.Name}\n\n{Queries(better)}\n### Largest losses of {result.Name}\n\n{Queries(worse)}";

        string Queries(IEnumerable<(QueryResult First, QueryResult Second)> pairs)
        {
            string[] header = ["query", $"rank by {result.Name}", $"rank by {baseline.Name}"];
            return MarkdownTable.Of(
                result.Explain is null ? header : [.. header, "terms of the answer", "terms of the first hit, where it is another"],
                pairs.Select(pair => (string[])[
                    pair.First.Query.Text, Rank(pair.First, benchmark), Rank(pair.Second, benchmark), .. Terms(result, pair.First, benchmark)]));
        }
    }

    /// <summary>What gave the answer its score, and the first hit, where that is none.</summary>
    private static string[] Terms(MethodResult result, QueryResult query, Benchmark benchmark)
    {
        if (result.Explain is not { } explain)
        {
            return [];
        }

        IReadOnlyDictionary<string, int> grades = benchmark.Judgements.Of(query.Query.Id);
        int rank = FirstRelevant(query, grades);
        string answer = rank >= 0 ? query.Hits[rank].DocumentId : grades.First(grade => grade.Value > 0).Key;
        return [Shown(answer), rank == 0 || query.Hits.Count == 0 ? "" : Shown(query.Hits[0].DocumentId)];

        string Shown(string document) => string.Join(", ", explain(query.Query.Text, document).Take(ShownTerms)
            .Select(term => string.Create(CultureInfo.InvariantCulture, $"{term.Term} {term.Part:F2}")));
    }

    private static string Rank(QueryResult query, Benchmark benchmark) =>
        FirstRelevant(query, benchmark.Judgements.Of(query.Query.Id)) is >= 0 and var place ? Number(place + 1, "F0") : "not found";

    private static int FirstRelevant(QueryResult query, IReadOnlyDictionary<string, int> grades) =>
        query.Hits.ToList().FindIndex(hit => grades.GetValueOrDefault(hit.DocumentId) > 0);

    private static string[] Cells(DifferenceInterval interval) =>
        [Signed(interval.Difference), $"{Signed(interval.Low)} to {Signed(interval.High)}"];

    private static string Signed(double value) => value.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";
}
