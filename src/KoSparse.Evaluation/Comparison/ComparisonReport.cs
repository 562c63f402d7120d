using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Evaluation.Reports;

namespace KoSparse.Evaluation.Comparison;

/// <summary>The report <c>compare</c>: two encoders side by side.</summary>
public static class ComparisonReport
{
    /// <summary>Names of the columns: the measure, each encoder, their difference and its interval.</summary>
    public static IReadOnlyList<string> Header(EncoderFigures first, EncoderFigures second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return ["measure", first.Name, second.Name, "difference", "95 % interval"];
    }

    /// <summary>A row of the table.</summary>
    public static IReadOnlyList<string> Row(ComparedFigure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return
        [
            figure.Measure,
            Text(figure.First),
            Text(figure.Second),
            Signed(figure.Difference),
            figure.Interval is { } interval ? $"{Signed(interval.Low)} to {Signed(interval.High)}" : "",
        ];

        string Text(double value) => figure.IsShare ? MarkdownTable.Percent(value) : value.ToString("F2", CultureInfo.InvariantCulture);

        string Signed(double value) => (figure.IsShare ? 100 * value : value).ToString(
            figure.IsShare ? "+0.0;-0.0;0.0" : "+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
    }

    /// <summary>Makes the report.</summary>
    public static Report Of(EncoderFigures first, EncoderFigures second)
    {
        IReadOnlyList<ComparedFigure> figures = EncoderComparison.Compare(first, second);
        ComparedFigure[] shares = [.. figures.Where(figure => figure.IsShare)];
        JsonObject json = new()
        {
            ["first"] = first.Name,
            ["second"] = second.Name,
            ["texts"] = first.Language.Texts,
            ["figures"] = JsonSerializer.SerializeToNode(figures, ReportWriter.Json),
        };
        string markdown =
            $"# {second.Name} against {first.Name}\n\n{first.Language.Texts} texts, {first.Context.Pairs.Count} pairs of contexts. " +
            "Differences of shares are in percentage points.\n\n" +
            MarkdownTable.Of(Header(first, second), figures.Select(Row));
        return new Report("compare", "compare.md", json, markdown, Charts.Shares(
            $"{second.Name} against {first.Name}",
            [.. shares.Select(figure => figure.Measure.Replace(", by ", "\nby ", StringComparison.Ordinal).Replace("context ", "context\n", StringComparison.Ordinal))],
            [(first.Name, [.. shares.Select(figure => figure.First)]), (second.Name, [.. shares.Select(figure => figure.Second)])]));
    }
}
