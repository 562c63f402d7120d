using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Evaluation.Reports;
using KoSparse.Text;

namespace KoSparse.Evaluation.Language;

/// <summary>The report <c>language</c>: Korean token ratio and leakage against their targets.</summary>
public static class LanguageReport
{
    private const double LeastKorean = 0.85;
    private const double MostLeakage = 0.05;

    /// <summary>What the figures should reach: more than 85 % Korean, less than 5 % foreign, by count.</summary>
    public static IReadOnlyList<Target> Targets(LanguageResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return
        [
            new Target("Korean token ratio", result.KoreanTokenRatio.Count, LeastKorean, Above: true),
            new Target("leakage", result.Leakage.Count, MostLeakage, Above: false),
        ];
    }

    /// <summary>Makes the report.</summary>
    public static Report Of(LanguageResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        JsonObject figures = JsonSerializer.SerializeToNode(result, ReportWriter.Json)!.AsObject();
        figures["targets"] = JsonSerializer.SerializeToNode(Targets(result), ReportWriter.Json);
        double all = Math.Max(1, result.Classes.Values.Sum());
        string markdown =
            $"# Language of {result.Texts} texts\n\n{MarkdownTable.Of(Targets(result))}\n" +
            MarkdownTable.Of(
                ["share of active terms", "by count", "by weight"],
                [
                    ["Korean", MarkdownTable.Percent(result.KoreanTokenRatio.Count), MarkdownTable.Percent(result.KoreanTokenRatio.Weight)],
                    ["foreign", MarkdownTable.Percent(result.Leakage.Count), MarkdownTable.Percent(result.Leakage.Weight)],
                ]);
        TokenClass[] classes = Enum.GetValues<TokenClass>();
        return new Report("language", "language.md", figures, markdown, Charts.Shares(
            "Active terms by class of token",
            [.. classes.Select(one => $"{one}")],
            [("terms", [.. classes.Select(one => result.Classes[one] / all)])]));
    }
}
