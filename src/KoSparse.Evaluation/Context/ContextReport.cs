using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Evaluation.Reports;

namespace KoSparse.Evaluation.Context;

/// <summary>The report <c>context</c>: how well contexts are told apart, and the pairs where they are least.</summary>
public static class ContextReport
{
    private const double LeastDiscrimination = 0.6;
    private const int ShownPairs = 15;

    /// <summary>What the figures should reach: more than 60 % of the pairs told apart.</summary>
    public static IReadOnlyList<Target> Targets(ContextResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return [new Target("context discrimination", result.Discrimination, LeastDiscrimination, Above: true)];
    }

    /// <summary>Makes the report.</summary>
    public static Report Of(ContextResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        JsonObject figures = JsonSerializer.SerializeToNode(result, ReportWriter.Json)!.AsObject();
        figures["targets"] = JsonSerializer.SerializeToNode(Targets(result), ReportWriter.Json);
        string markdown =
            $"# Context, {result.Pairs.Count} pairs\n\n{MarkdownTable.Of(Targets(result))}\n" +
            MarkdownTable.Of(
                ["measure", "figure"],
                [
                    ["mean overlap of the top 64 terms", MarkdownTable.Percent(result.MeanOverlap)],
                    ["expected words among them", MarkdownTable.Percent(result.ExpectedFound)],
                ]) +
            "\n## Least told apart\n\n" +
            MarkdownTable.Of(
                ["keyword", "topic", "overlap", "expected words found"],
                result.Pairs.OrderByDescending(pair => pair.Overlap).Take(ShownPairs).Select(pair => new[]
                {
                    pair.Keyword,
                    pair.Topic,
                    MarkdownTable.Percent(pair.Overlap),
                    string.Create(CultureInfo.InvariantCulture, $"{pair.Found.Count} of {pair.Expected}"),
                }));
        return new Report("context", "context.md", figures, markdown, Charts.Histogram(
            "Overlap of the top 64 terms of two contexts",
            "Jaccard overlap",
            [("pairs", [.. result.Pairs.Select(pair => pair.Overlap)])]));
    }
}
