using System.Globalization;
using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Text;
using KoSparse.Training.Batches;

namespace KoSparse.Training.FineTuning;

/// <summary>A run told in facts before it trains.</summary>
internal static class RunDescription
{
    /// <summary>The facts, in the order in which a run is put together.</summary>
    public static IEnumerable<(string What, string Found)> Of(TrainingRun run) =>
    [
        .. Model(run),
        .. Data(run),
        ("steps", $"{run.Schedule.TotalSteps:N0} ({run.Schedule.StepsPerEpoch:N0} per epoch), batch {run.Config.Data.BatchSize} × {run.Config.Training.GradientAccumulationSteps}"),
        .. run.Terms.Select(term => ($"loss {term.Name}", $"weight {Number(term.WeightAt(0))} at the start, {Number(term.WeightAt(run.Schedule.TotalSteps - 1))} at the end")),
        ("first batch", FirstBatch(run)),
        ("writes", run.Config.OutputDir),
    ];

    private static IEnumerable<(string What, string Found)> Model(TrainingRun run)
    {
        SparseModelConfig model = run.Model.Config;
        TokenClasses classes = TokenClasses.Of(run.Tokenizer);
        yield return ("tokenizer", $"{run.TokenizerSource}: {run.Tokenizer.Vocabulary.Count:N0} tokens, {classes.CountOf(TokenClass.Korean):N0} Korean, {classes.CountOf(TokenClass.Foreign):N0} foreign");
        yield return ("model", $"{model.Encoder.Layers} layers × {model.Encoder.HiddenSize}, vocabulary {model.Encoder.VocabularySize:N0}, {run.Model.parameters().Sum(p => p.numel()):N0} parameters");
        if (run.LoadReport is { } loaded)
        {
            yield return ("weights", loaded.ToString() is { Length: > 0 } differences ? differences : "all tensors found their place");
        }

        yield return ("head", $"expansion {(model.Expansion ? model.HeadActivation.Name : OnOff(false))}, context gate {OnOff(model.ContextGate is not null)}, lexical prior {OnOff(model.LexicalPrior is not null)}, queries by {run.Config.Encode.QueryEncoder.ToString().ToLowerInvariant()}");
    }

    private static IEnumerable<(string What, string Found)> Data(TrainingRun run) =>
    [
        ("idf", run.Idf is { } idf ? idf.Smoothing == IdfSmoothing.Given ? "of another model" : $"{idf.DocumentCount:N0} documents" : "none"),
        ("triplets", $"{run.Triplets.Count:N0}: {string.Join(", ", run.Triplets.CountsByType.Select(p => $"{(p.Key.Length == 0 ? "no type" : p.Key)} {p.Value:N0}"))}"),
        ("validation", run.Validation is { } set ? $"{set.QuestionCount:N0} held-out questions" : "none"),
        ("teacher", run.Teacher is null ? "none" : run.Config.KnowledgeDistillation!.TeacherModel!),
    ];

    private static string FirstBatch(TrainingRun run)
    {
        using TrainingBatch batch = run.Batches.Build([.. run.Triplets.BatchesOf(1, run.Schedule.PhaseOf(1))[0].Select(i => run.Triplets[i])]);
        return $"queries {Shape(batch.Queries.IdsBS.shape)}, documents {Shape(batch.Documents.IdsBS.shape)}, {batch.OwnersN.shape[0]} negatives";
    }

    private static string OnOff(bool on) => on ? "on" : "off";

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Shape(long[] shape) => string.Join(" × ", shape);
}
