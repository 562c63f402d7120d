using ScottPlot;

namespace KoSparse.Evaluation.Reports;

/// <summary>A plot of a report beside its first one.</summary>
/// <param name="Name">Name of the PNG file.</param>
/// <param name="Plot">What is shown.</param>
internal sealed record NamedPlot(string Name, Plot Plot);
