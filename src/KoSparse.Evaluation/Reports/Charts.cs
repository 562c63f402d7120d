using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace KoSparse.Evaluation.Reports;

/// <summary>The kinds of plot that reports use; labels are English, which every font has.</summary>
internal static class Charts
{
    private const int Bins = 20;
    private const float MarkerSize = 12;
    private const double ValueMargin = 0.05;
    private const double ShortestTime = 1e-4; // ms: what a clock can tell

    /// <summary>Bars from 0 to 1, side by side for each series.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="groups">Names below the axis.</param>
    /// <param name="series">One value per group for each name of the legend.</param>
    public static Plot Shares(
        string title, IReadOnlyList<string> groups, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> series)
    {
        Plot plot = new();
        double width = 0.8 / Math.Max(1, series.Count);
        for (int s = 0; s < series.Count; s++)
        {
            double shift = (s - ((series.Count - 1) / 2.0)) * width;
            AddBars(plot, series[s].Name, plot.Add.Palette.GetColor(s), width, groups.Select((_, g) =>
                (g + shift, series[s].Values[g])));
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. groups.Select((_, g) => (double)g)], [.. groups]);
        plot.Axes.SetLimitsY(0, 1);
        plot.Title(title);
        if (series.Count > 1)
        {
            plot.ShowLegend(Alignment.UpperRight);
        }

        return plot;
    }

    /// <summary>How many values lie in each of twenty equal ranges.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="axis">What the values are.</param>
    /// <param name="series">The values for each name of the legend.</param>
    /// <param name="shareOf">What the values are of, where each series counts as one whole; without it texts are counted.</param>
    public static Plot Histogram(
        string title, string axis, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> series, string? shareOf = null)
    {
        Plot plot = new();
        double high = series.SelectMany(one => one.Values).DefaultIfEmpty(1).Max();
        double width = Math.Max(high, double.Epsilon) / Bins;
        for (int s = 0; s < series.Count; s++)
        {
            double each = shareOf is null ? 1 : 1.0 / Math.Max(1, series[s].Values.Count);
            double[] counts = new double[Bins];
            foreach (double value in series[s].Values)
            {
                counts[Math.Min(Bins - 1, (int)(value / width))] += each;
            }

            AddBars(plot, series[s].Name, plot.Add.Palette.GetColor(s).WithAlpha(0.6), width, counts.Select((count, bin) =>
                ((bin + 0.5) * width, count)));
        }

        plot.Title(title);
        plot.XLabel(axis);
        plot.YLabel(shareOf is null ? "texts" : $"share of {shareOf}");
        plot.Axes.Margins(bottom: 0);
        if (series.Count > 1)
        {
            plot.ShowLegend(Alignment.UpperRight);
        }

        return plot;
    }

    /// <summary>Each method as a point: how good it is over how long a question takes, the time on a logarithmic axis.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="measure">How good, from 0 to 1.</param>
    /// <param name="methods">Times are positive milliseconds.</param>
    public static Plot Tradeoff(
        string title, string measure, IReadOnlyList<(string Name, double Milliseconds, double Value)> methods)
    {
        Plot plot = new();
        double[] logarithms = [.. methods.Select(method => Math.Log10(Math.Max(method.Milliseconds, ShortestTime)))];
        for (int m = 0; m < methods.Count; m++)
        {
            plot.Add.Marker(logarithms[m], methods[m].Value, MarkerShape.FilledCircle, MarkerSize, plot.Add.Palette.GetColor(m)).LegendText = methods[m].Name;
        }

        int low = (int)Math.Floor(logarithms.Min());
        int high = Math.Max(low + 1, (int)Math.Ceiling(logarithms.Max()));
        int[] decades = [.. Enumerable.Range(low, high - low + 1)];
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. decades.Select(decade => (double)decade)],
            [.. decades.Select(decade => Math.Pow(10, decade).ToString("0.####", CultureInfo.InvariantCulture))]);
        plot.Axes.SetLimits(low, high, Math.Max(0, methods.Min(method => method.Value) - ValueMargin), Math.Min(1, methods.Max(method => method.Value) + ValueMargin));
        plot.Title(title);
        plot.XLabel("milliseconds per question, median");
        plot.YLabel(measure);
        plot.ShowLegend(Alignment.LowerRight);
        return plot;
    }

    private static void AddBars(
        Plot plot, string name, Color color, double width, IEnumerable<(double Position, double Value)> values)
    {
        Bar[] bars =
        [
            .. values.Select(bar => new Bar
            {
                Position = bar.Position,
                Value = bar.Value,
                Size = width,
                FillColor = color,
            }),
        ];
        plot.Add.Bars(bars).LegendText = name;
    }
}
