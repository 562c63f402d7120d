using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Files;

namespace KoSparse.Evaluation.Reports;

/// <summary>Saves reports: <c>NAME.json</c>, Markdown and <c>NAME.png</c>, each with what it was made with.</summary>
public static class ReportWriter
{
    private const int PlotWidth = 900;
    private const int PlotHeight = 500;

    /// <summary>How figures are written as JSON.</summary>
    internal static JsonSerializerOptions Json { get; } = new(SnakeCaseJson.Options)
    {
        DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a report over an earlier one of the same name.</summary>
    /// <param name="folder">Made when it does not exist.</param>
    /// <param name="report">The figures.</param>
    /// <param name="context">What they were made with.</param>
    public static void Write(string folder, Report report, ReportContext context)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(context);
        Directory.CreateDirectory(folder);
        JsonObject all = report.Figures.DeepClone().AsObject();
        all["command"] = context.Command;
        all["config"] = context.Config?.DeepClone();
        all["data"] = new JsonObject(context.Data.Select(file => KeyValuePair.Create(file.Key, (JsonNode?)file.Value)));
        all["machine"] = JsonSerializer.SerializeToNode(context.Machine, Json);
        all["date"] = context.Date.ToString("O", CultureInfo.InvariantCulture);
        WholeFile.Write(Path.Combine(folder, $"{report.Name}.json"), all.ToJsonString(Json) + "\n");
        NamedPlot[] plots = [new NamedPlot(report.Name, report.Plot), .. report.MorePlots];
        foreach (NamedPlot plot in plots)
        {
            plot.Plot.SavePng(Path.Combine(folder, $"{plot.Name}.png"), PlotWidth, PlotHeight);
        }

        WholeFile.Write(
            Path.Combine(folder, report.MarkdownName),
            $"{report.Markdown.TrimEnd()}\n\n{string.Concat(plots.Select(plot => $"![{plot.Name}]({plot.Name}.png)\n\n"))}{Origin(context)}");
    }

    private static string Origin(ReportContext context)
    {
        StringBuilder text = new("## How this was measured\n\n");
        MachineDescription machine = context.Machine;
        text.Append(CultureInfo.InvariantCulture, $"- Command: `{context.Command}`\n");
        text.Append(CultureInfo.InvariantCulture, $"- Date: {context.Date:yyyy-MM-dd HH:mm} UTC\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"- Machine: {machine.Processor}, {machine.Cores} cores, {machine.MemoryGib:F1} GiB, {machine.OperatingSystem}\n");
        foreach ((string file, string hash) in context.Data)
        {
            text.Append(CultureInfo.InvariantCulture, $"- Data: {file}, SHA-256 `{hash}`\n");
        }

        if (context.Config is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n```json\n{context.Config.ToJsonString(Json)}\n```\n");
        }

        return text.ToString();
    }
}
