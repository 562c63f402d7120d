using System.Globalization;
using System.Text.Json;
using KoSparse.Evaluation.Reports;

namespace KoSparse.Evaluation.Sparsity;

/// <summary>The report <c>sparsity</c>: active terms and FLOPS.</summary>
public static class SparsityReport
{
    /// <summary>Makes the report.</summary>
    public static Report Of(SparsityResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string markdown =
            "# Sparsity\n\n" +
            MarkdownTable.Of(
                ["active terms", "mean", "median", "p95", "largest weight"],
                [Row("query", result.Queries), Row("document", result.Documents)]) +
            string.Create(CultureInfo.InvariantCulture, $"\nFLOPS, expected products per pair: {result.Flops:F3}\n");
        return new Report(
            "sparsity",
            "sparsity.md",
            JsonSerializer.SerializeToNode(result, ReportWriter.Json)!.AsObject(),
            markdown,
            Charts.Histogram("Active terms per text", "terms",
            [
                ("documents", [.. result.DocumentTerms.Select(count => (double)count)]),
                ("queries", [.. result.QueryTerms.Select(count => (double)count)]),
            ]));
    }

    private static string[] Row(string name, TermFigures terms) =>
        [name, Number(terms.Mean), Number(terms.Median), Number(terms.P95), terms.MaxWeight.ToString("F3", CultureInfo.InvariantCulture)];

    private static string Number(double value) => value.ToString("F1", CultureInfo.InvariantCulture);
}
