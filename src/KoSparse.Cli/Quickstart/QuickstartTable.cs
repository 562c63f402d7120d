using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using KoSparse.Cli.Display;
using KoSparse.Files;
using Spectre.Console;

namespace KoSparse.Cli.Quickstart;

/// <summary>What the quickstart measured, in one table.</summary>
internal static class QuickstartTable
{
    public static void Print(QuickstartFolder folder, TimeSpan elapsed)
    {
        JsonNode language = Read(folder.Eval, "language.json");
        JsonNode context = Read(folder.Eval, "context.json");
        JsonNode metrics = Read(folder.Benchmark, "metrics.json");
        JsonNode methods = metrics["methods"]!;
        string ReadAs(string method, string name) => Number(methods[method]![name], "F3");
        string Beside(string name) => $"{ReadAs("sparse", name)}  (BM25, words {ReadAs("bm25", name)}; BM25, same tokens {ReadAs("bm25_tokens", name)})";
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn(new TableColumn("measured").NoWrap())
            .AddColumn(new TableColumn("figure").NoWrap())
            .AddColumn(new TableColumn("where").NoWrap());
        table.AddRow("Korean token ratio", Number(language["korean_token_ratio"]!["count"], "P1"), Path.Combine(folder.Eval, "language.json"));
        table.AddRow("leakage", Number(language["leakage"]!["count"], "P1"), "");
        table.AddRow("context discrimination", Number(context["discrimination"], "P1"), Path.Combine(folder.Eval, "context.json"));
        table.AddRow($"R@1, {(string)metrics["benchmark"]!}", WideConsole.Cell(Beside("recall@1")), Path.Combine(folder.Benchmark, "report.md"));
        table.AddRow("nDCG@10", WideConsole.Cell(Beside("ndcg@10")), "");
        table.AddRow("active terms per document", Number(methods["sparse"]!["active_terms"]!["document"], "F0"), "");
        table.AddRow("time", $"{elapsed.TotalMinutes.ToString("F1", CultureInfo.InvariantCulture)} min", Path.Combine(folder.Run, "training.log"));
        table.AddRow("peak memory", $"{Process.GetCurrentProcess().PeakWorkingSet64 / (double)(1 << 30):F1} GiB", "");
        table.AddRow("exported model", "", folder.Model);
        table.AddRow("index", "", folder.Index);
        WideConsole.Open().Write(table);
        Console.WriteLine(Verdict(Value(methods["baseline"]!["recall@1"]), Value(methods["sparse"]!["recall@1"])));
    }

    /// <summary>What the training was worth: the model that ships and the trained one, asked the same questions in the same run.</summary>
    /// <param name="shipped">R@1 of the encoder that ships.</param>
    /// <param name="trained">R@1 after training.</param>
    public static string Verdict(double shipped, double trained)
    {
        string figures = FormattableString.Invariant($"R@1 of the encoder that ships: {shipped:F3}; after this training: {trained:F3}.");
        return trained > shipped
            ? $"{figures} Better on these questions; measure it on your own before you use it."
            : $"{figures} {(trained < shipped ? "Worse" : "No better")}: use models/mini as it is, and train where you have questions of your own kind.";
    }

    private static JsonNode Read(string folder, string file) => JsonFile.ReadNode(Path.Combine(folder, file));

    private static double Value(JsonNode? node) => node!.GetValue<double>();

    private static string Number(JsonNode? node, string format) => Value(node).ToString(format, CultureInfo.InvariantCulture);
}
