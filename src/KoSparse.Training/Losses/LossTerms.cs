using KoSparse.Modeling;
using KoSparse.Training.Curriculum;
using KoSparse.Training.Teachers;
using static TorchSharp.torch;

namespace KoSparse.Training.Losses;

/// <summary>The terms of a recipe: a recipe is a list of terms with weights, nothing else.</summary>
internal static class LossTerms
{
    /// <summary>Makes the terms whose weight is above 0.</summary>
    /// <param name="options">Weights and constants.</param>
    /// <param name="distillation">What is learned from a teacher; null for nothing.</param>
    /// <param name="schedule">Phases and ramps.</param>
    /// <param name="constants">Tensors over the vocabulary.</param>
    public static IReadOnlyList<LossTerm> Of(
        LossOptions options, DistillationOptions? distillation, Schedule schedule, VocabularyTensors constants)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(constants);
        CurriculumPhase? Phase(int step) => schedule.PhaseOf(schedule.EpochOf(step));
        List<LossTerm> terms =
        [
            new("infonce", step => Phase(step)?.LambdaInfonce ?? options.LambdaInfonce, v => InfoNceLoss.Compute(
                v.SimilarityQD, options.InBatchNegatives ? v.Batch.ExcludedQD : v.Batch.OthersQD(),
                Phase(v.Step)?.Temperature ?? options.Temperature)),
            new("self", _ => options.LambdaSelf, v => Self(v)),
            new("positive", _ => options.LambdaPositive, v => Positive(v, options.PositiveCeiling)),
            new("margin", _ => options.LambdaMargin, v => MarginLoss.Compute(v.SimilarityQD, v.Batch.OwnersN, options.Margin)),
            new("min_act", _ => options.LambdaMinAct,
                v => OverSides(v, o => MinimumActivationLoss.Compute(o.WeightsBV, options.MinActTopK, options.MinActThreshold))),
            Sparsity(options, schedule, constants),
        ];
        if (options.Language is { } language)
        {
            terms.Add(new("language", step => language.LambdaLanguage * schedule.Ramp(step, language.WarmupRatio),
                v => OverSides(v, o => LanguageLoss.Compute(o.WeightsBV, constants.ForeignV, language.NonKoreanPenalty))));
        }

        double Share(int step) => schedule.RiseAndFall(step, distillation!.WarmupEpochs, distillation.AnnealingEpochs);
        if (distillation is not null)
        {
            terms.Add(new("kd", step => (Phase(step)?.LambdaKd ?? distillation.LambdaKd) * Share(step), v => DistillationLoss.Compute(
                v.SimilarityQD, v.TeacherQD ?? v.Batch.TeacherQD, Scored(v), distillation.KdTemperature)));
            terms.Add(new("margin_mse", step => distillation.LambdaMarginMse * Share(step), v => MarginMseLoss.Compute(
                v.SimilarityQD, v.TeacherQD ?? v.Batch.TeacherQD, Scored(v))));
        }

        if (distillation is { TeacherModel: not null, UseContextAwareKd: true })
        {
            terms.Add(new("context_kd", step => distillation.ContextKdWeight * Share(step), v => ContextDistillationLoss.Compute(
                SimilarityMatrix.Compute(v.DocumentsDV, v.DocumentsDV, Similarity.Cosine), v.TeacherDD!, distillation.ContextKdTemperature)));
        }

        return [.. terms.Where(t => Enumerable.Range(0, schedule.TotalSteps).Any(step => t.WeightAt(step) > 0))];
    }

    private static LossTerm Sparsity(LossOptions options, Schedule schedule, VocabularyTensors constants)
    {
        double WeightAt(int step)
        {
            double ramp = schedule.Ramp(step, options.FlopsWarmupRatio);
            return options.LambdaFlops * ramp * ramp;
        }

        return options.Idf is { } idf
            ? new LossTerm("idf_flops", WeightAt, v => OverSides(v, o => IdfFlopsLoss.Compute(o.WeightsBV, constants.CostsV!, idf.Beta)))
            : new LossTerm("flops", WeightAt, v => OverSides(v, o => FlopsLoss.Compute(o.WeightsBV)));
    }

    /// <summary>The pairs that a teacher has scored: all but those that may be relevant by chance, or those of the triplets.</summary>
    private static Tensor Scored(StepVectors vectors) => vectors.TeacherQD is null ? vectors.Batch.ScoredQD : ~vectors.Batch.ExcludedQD;

    private static Tensor Self(StepVectors vectors)
    {
        (SparseOutput output, Tensor ownBV, _) = vectors.Learner();
        return SelfLoss.Compute(output.LogitsBV!, output.WeightsBV, ownBV);
    }

    private static Tensor Positive(StepVectors vectors, double ceiling)
    {
        (SparseOutput output, _, Tensor partnerBV) = vectors.Learner();
        return PositiveLoss.Compute(output.LogitsBV!, partnerBV, ceiling);
    }

    /// <summary>The loss of the documents, plus that of the questions where the model encodes them.</summary>
    private static Tensor OverSides(StepVectors vectors, Func<SparseOutput, Tensor> loss) =>
        vectors.Queries is null ? loss(vectors.Documents) : loss(vectors.Documents) + loss(vectors.Queries);
}
