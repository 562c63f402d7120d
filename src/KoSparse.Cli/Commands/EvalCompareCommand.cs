using System.CommandLine;
using System.Text.Json.Nodes;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Benchmarking;
using KoSparse.Cli.Display;
using KoSparse.Encoding;
using KoSparse.Evaluation.Comparison;
using KoSparse.Evaluation.Encoders;
using KoSparse.Evaluation.Reports;
using Spectre.Console;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse eval compare A B</c>: two encoders side by side.</summary>
internal static class EvalCompareCommand
{
    public static Command Build()
    {
        var first = new Argument<string>("first") { Description = "Folder of the model to compare with, or of the run that trained it." };
        var second = new Argument<string>("second") { Description = "Folder of the model that is compared, or of its run." };
        var output = new Option<string?>("--output-dir", "-o") { Description = "Folder of the reports. By default one in outputs/compare, named after both." };
        Option<string?> texts = EvalCommand.Texts();
        var command = new Command("compare", "Two models side by side on language, context and sparsity: compare.json.") { first, second, output, texts };
        command.SetAction(parsed =>
        {
            string[] models = [parsed.GetValue(first)!, parsed.GetValue(second)!];
            string[] found = [.. models.Select(TrainedModel.Find)]; // a wrong name is told before the first one is measured
            string[] names = Names(models);
            string folder = parsed.GetValue(output) ?? Path.Combine("outputs", "compare", string.Join("_", names));
            TextSample sample = EvalCommand.ReadTexts(parsed.GetValue(texts));
            Console.WriteLine($"Texts: {sample.Documents.Count:N0}, {sample.Source}");
            string line = Options.CommandLine(parsed);
            EncoderFigures[] figures = [.. names.Select((name, i) => Measure(name, found[i], sample, Path.Combine(folder, name), line))];
            Report report = ComparisonReport.Of(figures[0], figures[1]);
            JsonNode config = new JsonObject { ["first"] = models[0], ["second"] = models[1] };
            ReportWriter.Write(folder, report, ReportContext.Create(
                line, config, sample.Files, TimeProvider.System)); // the hash of each model is in its own reports
            Print(figures[0], figures[1]);
            Console.WriteLine($"Report: {Path.Combine(folder, report.MarkdownName)}");
        });
        return command;
    }

    /// <summary>Names of folders; the whole paths where those are the same.</summary>
    private static string[] Names(string[] models)
    {
        string[] names = [.. models.Select(model => Path.GetFileName(Path.TrimEndingDirectorySeparator(model)))];
        return names[0] != names[1] ? names : [.. models.Select(model => model.Trim(Path.DirectorySeparatorChar).Replace(Path.DirectorySeparatorChar, '-'))];
    }

    private static EncoderFigures Measure(string name, string model, TextSample sample, string output, string command)
    {
        Console.WriteLine($"── {name}");
        using OpenModel opened = TrainedModel.Open(model);
        var measurement = new EncoderReports(opened, sample, output, command);
        return new EncoderFigures(name, measurement.Language(), measurement.Context(), measurement.Sparsity());
    }

    private static void Print(EncoderFigures first, EncoderFigures second)
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumns([.. ComparisonReport.Header(first, second).Select(WideConsole.Cell)]);
        foreach (ComparedFigure figure in EncoderComparison.Compare(first, second))
        {
            table.AddRow([.. ComparisonReport.Row(figure).Select(WideConsole.Cell)]);
        }

        WideConsole.Open().Write(table);
    }
}
