using System.Text.Json.Nodes;
using ScottPlot;

namespace KoSparse.Evaluation.Reports;

/// <summary>The figures of one evaluation in the three forms that <see cref="ReportWriter"/> saves.</summary>
/// <param name="Name">Name of the JSON and PNG files, such as <c>language</c>.</param>
/// <param name="MarkdownName">Name of the Markdown file.</param>
/// <param name="Figures">All figures.</param>
/// <param name="Markdown">Title and tables.</param>
/// <param name="Plot">The figures to look at.</param>
public sealed record Report(string Name, string MarkdownName, JsonObject Figures, string Markdown, Plot Plot)
{
    /// <summary>Further plots, each its own PNG file.</summary>
    public IReadOnlyList<NamedPlot> MorePlots { get; init; } = [];
}
