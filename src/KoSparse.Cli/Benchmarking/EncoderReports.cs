using System.Text.Json.Nodes;
using KoSparse.Cli.Display;
using KoSparse.Encoding;
using KoSparse.Encoding.Folders;
using KoSparse.Evaluation.Context;
using KoSparse.Evaluation.Encoders;
using KoSparse.Evaluation.Language;
using KoSparse.Evaluation.Reports;
using KoSparse.Evaluation.Sparsity;
using KoSparse.Files;

namespace KoSparse.Cli.Benchmarking;

/// <summary>Measures a model, writes a report per question asked, and shows what is in it.</summary>
/// <param name="model">The model to judge.</param>
/// <param name="texts">What it encodes.</param>
/// <param name="output">Folder of the reports.</param>
/// <param name="command">The command line, for the reports.</param>
internal sealed class EncoderReports(OpenModel model, TextSample texts, string output, string command)
{
    private readonly EncoderMeasurement _measurement = new(model.Encoder, model.Tokenizer, texts);

    /// <summary>How Korean the vectors of the texts are: <c>language.json</c>.</summary>
    public LanguageResult Language()
    {
        EncodeDocuments();
        LanguageResult result = _measurement.Language();
        Write(LanguageReport.Of(result), texts.Files);
        Tell(LanguageReport.Targets(result));
        return result;
    }

    /// <summary>Whether contexts are told apart: <c>context.json</c>.</summary>
    public ContextResult Context()
    {
        ContextResult result = _measurement.Context();
        Write(ContextReport.Of(result), []);
        Tell(ContextReport.Targets(result));
        if (ContextReport.Targets(result).Any(target => !target.Passed))
        {
            Console.WriteLine(model.Parts.Config.ContextGate is { Hidden: var hidden }
                ? $"  Hint: raise model.context_gate.hidden {hidden} → {2 * hidden} and training.epochs."
                : "  Hint: the model has no context gate; train it with model.context_gate.");
        }

        Console.WriteLine($"  mean overlap {result.MeanOverlap:P1}, expected words found {result.ExpectedFound:P1}");
        return result;
    }

    /// <summary>What the vectors cost: <c>sparsity.json</c>.</summary>
    public SparsityResult Sparsity()
    {
        EncodeDocuments();
        SparsityResult result = _measurement.Sparsity();
        Write(SparsityReport.Of(result), texts.Files);
        Console.WriteLine($"  active terms: {result.Queries.Mean:F1} per query, {result.Documents.Mean:F1} per document; FLOPS {result.Flops:F3}");
        return result;
    }

    private void EncodeDocuments()
    {
        using var progress = new ProgressLine("encoding texts", texts.Documents.Count);
        _ = _measurement.Documents(progress);
    }

    private void Write(Report report, IEnumerable<string> files)
    {
        string weights = Path.Combine(model.NetworkFolder, ModelFolder.WeightsFile);
        JsonNode config = JsonFile.ReadNode(Path.Combine(model.NetworkFolder, "config.json"));
        ReportWriter.Write(output, report, ReportContext.Create(
            command, config, files.Concat(File.Exists(weights) ? [weights] : []), TimeProvider.System));
        Console.WriteLine($"{report.Name}: {Path.Combine(output, report.MarkdownName)}");
    }

    private static void Tell(IEnumerable<Target> targets)
    {
        foreach (Target target in targets)
        {
            Console.WriteLine(
                $"  {target.Name} {target.Value:P1}, target {(target.Above ? ">" : "<")} {target.Bound:P0}: " +
                (target.Passed ? "pass" : "falls short"));
        }
    }
}
