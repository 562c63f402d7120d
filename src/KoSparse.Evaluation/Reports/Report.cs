using System.Text.Json.Nodes;
using ScottPlot;

namespace KoSparse.Evaluation.Reports;

/// <summary>The figures of one evaluation in the three forms that <see cref="ReportWriter"/> saves: JSON, Markdown and plots.</summary>
public sealed record Report
{
    /// <summary>Creates a report.</summary>
    /// <param name="name">Name of the JSON and PNG files.</param>
    /// <param name="markdownName">Name of the Markdown file.</param>
    /// <param name="figures">All figures.</param>
    /// <param name="markdown">Title and tables.</param>
    /// <param name="plot">The figures to look at.</param>
    internal Report(string name, string markdownName, JsonObject figures, string markdown, Plot plot) =>
        (Name, MarkdownName, Figures, Markdown, Plot) = (name, markdownName, figures, markdown, plot);

    /// <summary>Name of the JSON and PNG files, such as <c>language</c>.</summary>
    public string Name { get; }

    /// <summary>Name of the Markdown file.</summary>
    public string MarkdownName { get; }

    /// <summary>All figures, as the JSON file has them below what they were made with.</summary>
    public JsonObject Figures { get; }

    /// <summary>Title and tables.</summary>
    public string Markdown { get; }

    /// <summary>The figures to look at.</summary>
    internal Plot Plot { get; }

    /// <summary>Further plots, each its own PNG file.</summary>
    internal IReadOnlyList<NamedPlot> MorePlots { get; init; } = [];
}
