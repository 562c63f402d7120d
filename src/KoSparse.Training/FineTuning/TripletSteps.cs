using KoSparse.Data;
using KoSparse.Modeling;
using KoSparse.Training.Batches;
using KoSparse.Training.Loops;
using KoSparse.Training.Losses;
using static TorchSharp.torch;

namespace KoSparse.Training.FineTuning;

// Shapes: Q queries, D documents, V vocabulary.

/// <summary>The batches of a run's steps: triplets are drawn, encoded, and scored by the recipe's terms.</summary>
internal sealed class TripletSteps(TrainingRun run)
{
    private (int Epoch, IReadOnlyList<int[]> Batches) _epoch;

    /// <summary>The batches of a step, each to be scored in its turn.</summary>
    /// <param name="step">The step, from 0.</param>
    public IReadOnlyList<Func<BatchLoss>> Draw(int step) =>
        [.. BatchesOf(step).Select(batch => (Func<BatchLoss>)(() => Score(batch, step)))];

    /// <summary>Writes the triplets of a step to the run's folder.</summary>
    /// <returns>A sentence about where they are, before a space.</returns>
    public string KeepFailed(int step)
    {
        string path = Path.Combine(run.Config.OutputDir, "failed_batch.jsonl");
        using var writer = new TripletWriter(path);
        foreach (Triplet triplet in BatchesOf(step).SelectMany(Triplets))
        {
            // Mined negatives have no score, which no JSON can hold.
            writer.Write(triplet.TeacherScores?.All(float.IsFinite) == false ? triplet with { TeacherScores = null } : triplet);
        }

        return $"The batch is in {path}. ";
    }

    private Triplet[] Triplets(int[] batch) => [.. batch.Select(i => run.Triplets[i])];

    /// <summary>The batches of a step, as indices of triplets.</summary>
    private int[][] BatchesOf(int step)
    {
        int epoch = run.Schedule.EpochOf(step);
        if (_epoch.Epoch != epoch)
        {
            _epoch = (epoch, run.Triplets.BatchesOf(epoch, run.Schedule.PhaseOf(epoch)));
        }

        return [.. _epoch.Batches.Skip(run.Schedule.BatchInEpoch(step, 0)).Take(run.Config.Training.GradientAccumulationSteps)];
    }

    /// <summary>A function of seed and step alone, as the order of the batches is.</summary>
    private bool IsUntitled(int step) => NumberedRandom.Of(run.Config.Seed, step).NextDouble() < run.Config.Data.UntitledShare;

    private BatchLoss Score(int[] batch, int step)
    {
        TrainingBatch built = run.Batches.Build(Triplets(batch), run.Schedule.EpochOf(step) - 1, IsUntitled(step));
        StepVectors vectors = Forward(built, step);
        (Tensor loss, List<(string, double)> figures) = Loss(vectors, step);
        VectorFigures? seen = (step + 1) % run.Config.Training.LogEverySteps == 0 ? Measure(vectors, figures) : null;
        return new BatchLoss(loss, built.TokenCount, figures, seen);
    }

    private StepVectors Forward(TrainingBatch batch, int step)
    {
        SparseOutput documents = LengthGroups.Forward(run.Model, batch.Documents);
        SparseOutput? queries = batch.QueryIdfQV is null ? LengthGroups.Forward(run.Model, batch.Queries) : null;
        Tensor documentsDV = documents.WeightsBV * run.Vocabulary.RealV;
        Tensor queriesQV = queries is null ? batch.QueryIdfQV! : queries.WeightsBV * run.Vocabulary.RealV;
        Tensor similarityQD = SimilarityMatrix.Compute(queriesQV, documentsDV, run.Config.Loss.Similarity);
        Tensor? teacherDE = run.Teacher?.EncodeDocuments(batch.DocumentTexts);
        Tensor? teacherQD = run.Teacher?.EncodeQueries(batch.QueryTexts).mm(teacherDE!.t());
        Tensor? teacherDD = teacherDE is null ? null : SimilarityMatrix.Compute(teacherDE, teacherDE, Similarity.Cosine);
        return new StepVectors(step, batch, queries, documents, similarityQD, documentsDV, teacherQD, teacherDD);
    }

    /// <summary>The weighted sum of the terms, and each of them without its weight.</summary>
    private (Tensor Loss, List<(string Name, double Value)> Figures) Loss(StepVectors vectors, int step)
    {
        Tensor total = zeros(1, device: run.Device).squeeze();
        List<(string, double)> figures = [];
        foreach (LossTerm term in run.Terms)
        {
            Tensor value = term.Compute(vectors);
            total += term.WeightAt(step) * value;
            figures.Add(($"loss/{term.Name}", value.item<float>()));
        }

        return (total, figures);
    }

    /// <summary>Sparsity and language of the batch's documents.</summary>
    private VectorFigures Measure(StepVectors vectors, List<(string Name, double Value)> figures)
    {
        using IDisposable _ = no_grad();
        Tensor activeDV = (vectors.DocumentsDV > 0).to(float32);
        double active = activeDV.sum().item<float>();
        double Share(Tensor kindV) => active > 0 ? (activeDV * kindV).sum().item<float>() / active : 0;
        var seen = new VectorFigures(Share(run.Vocabulary.KoreanV), active / activeDV.shape[0]);
        Tensor bestQ = vectors.SimilarityQD.masked_fill(vectors.Batch.ExcludedQD, double.NegativeInfinity).argmax(1);
        figures.Add(("batch/accuracy", (bestQ == arange(vectors.QueryCount, device: bestQ.device)).to(float32).mean().item<float>()));
        figures.Add(("vectors/active_terms", seen.ActiveTerms));
        figures.Add(("vectors/korean_ratio", seen.KoreanRatio));
        figures.Add(("vectors/leakage", Share(run.Vocabulary.ForeignV)));
        return seen;
    }
}
