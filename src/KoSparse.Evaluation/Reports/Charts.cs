using ScottPlot;
using ScottPlot.TickGenerators;

namespace KoSparse.Evaluation.Reports;

/// <summary>The kinds of plot that reports use; labels are English, which every font has.</summary>
internal static class Charts
{
    private const int Bins = 20;

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
    public static Plot Histogram(
        string title, string axis, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> series)
    {
        Plot plot = new();
        double high = series.SelectMany(one => one.Values).DefaultIfEmpty(1).Max();
        double width = Math.Max(high, double.Epsilon) / Bins;
        for (int s = 0; s < series.Count; s++)
        {
            int[] counts = new int[Bins];
            foreach (double value in series[s].Values)
            {
                counts[Math.Min(Bins - 1, (int)(value / width))]++;
            }

            AddBars(plot, series[s].Name, plot.Add.Palette.GetColor(s).WithAlpha(0.6), width, counts.Select((count, bin) =>
                ((bin + 0.5) * width, (double)count)));
        }

        plot.Title(title);
        plot.XLabel(axis);
        plot.YLabel("texts");
        plot.Axes.Margins(bottom: 0);
        if (series.Count > 1)
        {
            plot.ShowLegend(Alignment.UpperRight);
        }

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
