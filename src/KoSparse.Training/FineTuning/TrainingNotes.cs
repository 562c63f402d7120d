using System.Globalization;

namespace KoSparse.Training.FineTuning;

/// <summary>What a person should know about a run: settings that cannot act, and what the guide's troubleshooting page advises.</summary>
internal static class TrainingNotes
{
    private const double KoreanTarget = 0.85;

    /// <summary>Notes before the first step, each said once.</summary>
    public static IEnumerable<string> Of(TrainingRun run)
    {
        bool scored = Enumerable.Range(0, Math.Min(run.Triplets.Count, 10_000)).Any(i => run.Triplets[i].TeacherScores is not null);
        if (run.Config.KnowledgeDistillation is { TeacherModel: null } distillation)
        {
            if (!scored)
            {
                yield return "Note: kd is off: there is no teacher_model, and the triplets carry no teacher_scores.";
            }

            if (distillation.UseContextAwareKd)
            {
                yield return "Note: context_kd is off: it compares documents of a batch and needs a teacher_model.";
            }
        }

        if (scored && run.Teacher is null && run.Config is { KnowledgeDistillation: not null, HardNegativeMining: not null })
        {
            yield return "Note: mined negatives carry no teacher_scores: kd acts on those that the triplets bring. A teacher_model scores all.";
        }

        if (run.Config.KnowledgeDistillation is null && run.Config.Curriculum.Any(phase => phase.LambdaKd > 0))
        {
            yield return "Note: lambda_kd of the curriculum has no effect: there is no knowledge_distillation.";
        }

        foreach (string note in AbsentTypes(run))
        {
            yield return note;
        }
    }

    /// <summary>Types that a phase weights and no triplet has: what is there takes their share.</summary>
    private static IEnumerable<string> AbsentTypes(TrainingRun run)
    {
        string[] absent =
        [
            .. run.Config.Curriculum.SelectMany(p => p.DataWeights.Where(w => w.Value > 0).Select(w => w.Key))
                .Distinct()
                .Where(type => !run.Triplets.CountsByType.ContainsKey(type)),
        ];
        if (absent.Length > 0)
        {
            yield return
                $"Note: data_weights name {string.Join(", ", absent)}, but no triplet of {string.Join(", ", run.Config.Data.Train)} has " +
                "that pair_type; the other types take the share.";
        }
    }

    /// <summary>Advice after a log interval, in the second half of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="steps">Steps done.</param>
    /// <param name="figures">Figures of the interval.</param>
    public static IEnumerable<string> AfterInterval(TrainingRun run, int steps, IReadOnlyDictionary<string, double> figures)
    {
        bool late = steps >= run.Schedule.TotalSteps / 2;
        if (late && run.Config.Loss.Language is { } language && figures.TryGetValue("vectors/korean_ratio", out double ratio) && ratio < KoreanTarget)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Hint: Korean ratio {ratio:P1} is below {KoreanTarget:P0}. Raise loss.language.non_korean_penalty " +
                $"{language.NonKoreanPenalty:G} → {language.NonKoreanPenalty * 1.5:G} or loss.language.lambda_language " +
                $"{language.LambdaLanguage:G} → {language.LambdaLanguage * 2:G}.");
        }
    }
}
