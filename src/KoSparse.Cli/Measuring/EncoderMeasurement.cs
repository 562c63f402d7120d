using System.Text.Json.Nodes;
using KoSparse.Cli.Display;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Folders;
using KoSparse.Evaluation.Context;
using KoSparse.Evaluation.Language;
using KoSparse.Evaluation.Reports;
using KoSparse.Evaluation.Sparsity;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Cli.Measuring;

/// <summary>Measures an encoder and writes a report per question asked: language, context, sparsity.</summary>
/// <param name="model">The encoder to judge.</param>
/// <param name="texts">What it encodes.</param>
/// <param name="output">Folder of the reports.</param>
/// <param name="command">The command line, for the reports.</param>
internal sealed class EncoderMeasurement(OpenModel model, TextSample texts, string output, string command)
{
    private IReadOnlyList<SparseVector>? _documents;

    private IReadOnlyList<SparseVector> Documents => _documents ??= Encode(texts.Documents);

    /// <summary>How Korean the vectors of the texts are: <c>language.json</c>.</summary>
    public LanguageResult Language()
    {
        LanguageResult result = LanguageEvaluation.Measure(Documents, TokenClasses.Of(model.Tokenizer));
        Write(LanguageReport.Of(result), texts.Files);
        Tell(LanguageReport.Targets(result));
        return result;
    }

    /// <summary>Whether contexts are told apart: <c>context.json</c>.</summary>
    public ContextResult Context()
    {
        IReadOnlyList<ContextPair> pairs = ContextPairs.Of(ContextSplit.Measure);
        ContextResult result = ContextEvaluation.Measure(pairs, model.Encoder, model.Tokenizer);
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
        IReadOnlyList<SparseVector> queries = model.Encoder.EncodeQueries(texts.Queries);
        SparsityResult result = SparsityEvaluation.Measure(queries, Documents, model.Encoder.VocabularySize);
        Write(SparsityReport.Of(result), texts.Files);
        Console.WriteLine($"  active terms: {result.Queries.Mean:F1} per query, {result.Documents.Mean:F1} per document; FLOPS {result.Flops:F3}");
        return result;
    }

    private IReadOnlyList<SparseVector> Encode(IReadOnlyList<Document> documents)
    {
        using var progress = new ProgressLine("encoding texts", documents.Count);
        return model.Encoder.EncodeDocuments(documents, progress);
    }

    private void Write(Report report, IEnumerable<string> files)
    {
        string weights = Path.Combine(model.Folder, ModelFolder.WeightsFile);
        JsonNode? config = JsonNode.Parse(File.ReadAllText(Path.Combine(model.Folder, "config.json")));
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
