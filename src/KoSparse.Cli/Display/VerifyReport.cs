using System.Globalization;
using KoSparse.Encoding.Configuration;
using KoSparse.Text;
using KoSparse.Training.Batches;
using KoSparse.Training.FineTuning;
using KoSparse.Training.Losses;
using Spectre.Console;

namespace KoSparse.Cli.Display;

/// <summary>What <c>train --verify</c> found and would run.</summary>
internal static class VerifyReport
{
    public static void Print(TrainingRun run)
    {
        var table = new Table().AddColumns("what", "found").Border(TableBorder.Markdown);
        void Row(string what, string found) => table.AddRow(Markup.Escape(what), Markup.Escape(found));
        SparseModelConfig model = run.Model.Config;
        TokenClasses classes = TokenClasses.Of(run.Tokenizer);
        Row("tokenizer", $"{run.TokenizerSource}: {run.Tokenizer.Vocabulary.Count:N0} tokens, {classes.CountOf(TokenClass.Korean):N0} Korean, {classes.CountOf(TokenClass.Foreign):N0} foreign");
        Row("model", $"{model.Encoder.Layers} layers × {model.Encoder.HiddenSize}, vocabulary {model.Encoder.VocabularySize:N0}, {run.Model.parameters().Sum(p => p.numel()):N0} parameters");
        if (run.LoadReport is { } loaded)
        {
            Row("weights", loaded.ToString() is { Length: > 0 } differences ? differences : "all tensors found their place");
        }

        Row("head", $"expansion {OnOff(model.Expansion)}, context gate {OnOff(model.ContextGate is not null)}, lexical prior {OnOff(model.LexicalPrior is not null)}, queries by {run.Config.Encode.QueryEncoder.ToString().ToLowerInvariant()}");
        Row("idf", run.Idf is { } idf ? $"{idf.DocumentCount:N0} documents" : "none");
        Row("triplets", $"{run.Triplets.Count:N0}: {string.Join(", ", run.Triplets.CountsByType.Select(p => $"{(p.Key.Length == 0 ? "no type" : p.Key)} {p.Value:N0}"))}");
        Row("validation", run.Validation is { } set ? $"{set.QuestionCount:N0} held-out questions" : "none");
        Row("teacher", run.Teacher is null ? "none" : run.Config.KnowledgeDistillation!.TeacherModel!);
        Row("steps", $"{run.Schedule.TotalSteps:N0} ({run.Schedule.StepsPerEpoch:N0} per epoch), batch {run.Config.Data.BatchSize} × {run.Config.Training.GradientAccumulationSteps}");
        foreach (LossTerm term in run.Terms)
        {
            Row($"loss {term.Name}", $"weight {Number(term.WeightAt(0))} at the start, {Number(term.WeightAt(run.Schedule.TotalSteps - 1))} at the end");
        }

        using TrainingBatch batch = run.Batches.Build([.. run.Triplets.BatchesOf(1, run.Schedule.PhaseOf(1))[0].Select(i => run.Triplets[i])]);
        Row("first batch", $"queries {Shape(batch.Queries.IdsBS.shape)}, documents {Shape(batch.Documents.IdsBS.shape)}, {batch.OwnersN.shape[0]} negatives");
        Row("writes", run.Config.OutputDir);
        WideConsole.Open().Write(table);
        Console.WriteLine("Everything fits. Without --verify this would train.");
    }

    private static string OnOff(bool on) => on ? "on" : "off";

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Shape(long[] shape) => string.Join(" × ", shape);
}
