using System.Globalization;
using System.Text;

namespace KoSparse.Evaluation.Reports;

/// <summary>Tables of reports as Markdown.</summary>
internal static class MarkdownTable
{
    /// <summary>A table; a bar in a cell is escaped.</summary>
    public static string Of(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        StringBuilder table = new();
        Append(table, header);
        Append(table, [.. header.Select(_ => "---")]);
        foreach (IReadOnlyList<string> row in rows)
        {
            Append(table, row);
        }

        return table.ToString();
    }

    /// <summary>Targets with their figures and whether they pass.</summary>
    public static string Of(IEnumerable<Target> targets) => Of(
        ["measure", "figure", "target", "result"],
        targets.Select(target => new[]
        {
            target.Name,
            Percent(target.Value),
            $"{(target.Above ? ">" : "<")} {target.Bound.ToString("P0", CultureInfo.InvariantCulture)}",
            target.Passed ? "pass" : "falls short",
        }));

    /// <summary>A share as a percentage with one decimal.</summary>
    public static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);

    private static void Append(StringBuilder table, IReadOnlyList<string> cells) => table
        .Append("| ")
        .AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))
        .Append(" |\n");
}
