using System.Globalization;
using KoSparse.Data;
using KoSparse.Evaluation.Metrics;
using KoSparse.Files;
using KoSparse.Modeling;
using KoSparse.Modeling.Encoding;
using KoSparse.Training.Batches;
using KoSparse.Training.Loops;
using KoSparse.Training.Losses;
using KoSparse.Training.Runs;
using static TorchSharp.torch;

namespace KoSparse.Training.FineTuning;

// Shapes: Q queries, D documents, V vocabulary.

/// <summary>Trains a sparse encoder: draw triplets, encode them, add the losses, validate.</summary>
public sealed class Trainer : TrainingLoop
{
    private readonly TrainingRun _run;
    private readonly SparseEncoder _encoder;
    private readonly MinedNegatives _mined;
    private (int Epoch, IReadOnlyList<int[]> Batches) _epoch;
    private double? _koreanRatio;
    private double? _activeTerms;

    /// <summary>Makes a trainer.</summary>
    /// <param name="run">What is trained, on what; owned by the caller.</param>
    /// <param name="clock">Stamps the log.</param>
    /// <param name="echo">Told every line of the log.</param>
    /// <param name="progress">Told after every step.</param>
    /// <exception cref="RunBusyException">Another process trains this run.</exception>
    public Trainer(TrainingRun run, TimeProvider clock, Action<string> echo, IProgress<TrainingProgress>? progress = null)
        : base((run ?? throw new ArgumentNullException(nameof(run))).Config, run.Schedule, run.Model, "train", clock, echo, progress)
    {
        _run = run;
        WholeFolder.Restore(BestModel);
        _encoder = new SparseEncoder(run.Model, run.Tokenizer, run.Idf, run.Device);
        _mined = new MinedNegatives(run, _encoder, Line);
    }

    private protected override string LossName => "loss/total";

    private protected override (double? KoreanRatio, double? ActiveTerms) Vectors => (_koreanRatio, _activeTerms);

    private protected override (string Name, int Value) BatchSize => ("data.batch_size", _run.Config.Data.BatchSize);

    private protected override int ValidateEverySteps => _run.Config.Validation?.EverySteps ?? 0;

    private string BestModel => Path.Combine(_run.Config.OutputDir, "best_model");

    private protected override void Begin(CancellationToken stop) => _mined.Clear();

    private protected override string Opening() =>
        $"Starts: {_run.Triplets.Count:N0} triplets, {_run.Schedule.TotalSteps:N0} steps, terms {string.Join(", ", _run.Terms.Select(t => t.Name))}.";

    private protected override IEnumerable<string> Notes(bool resumed) =>
        new[] { _run.ReadSummary.ToString(), _run.LoadReport?.ToString() ?? "" }.Where(text => text.Length > 0).Concat(TrainingNotes.Of(_run));

    /// <summary>Mines negatives where the next step needs new ones.</summary>
    private protected override bool TryPrepare(CancellationToken stop)
    {
        try
        {
            _mined.Prepare(State.Step, stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private protected override int BatchCount(int step) => BatchesOf(step).Length;

    /// <summary>The weighted loss.</summary>
    private protected override (Tensor Loss, long Tokens) Loss(int step, int batch)
    {
        TrainingBatch built = _run.Batches.Build(Triplets(BatchesOf(step)[batch]), _run.Schedule.EpochOf(step) - 1, IsUntitled(step));
        return (Loss(Forward(built, step), step), built.TokenCount);
    }

    private protected override string KeepFailed(int step)
    {
        string path = Path.Combine(_run.Config.OutputDir, "failed_batch.jsonl");
        using var writer = new TripletWriter(path);
        foreach (Triplet triplet in BatchesOf(step).SelectMany(Triplets))
        {
            // Mined negatives have no score, which no JSON can hold.
            writer.Write(triplet.TeacherScores?.All(float.IsFinite) == false ? triplet with { TeacherScores = null } : triplet);
        }

        return $"The batch is in {path}. ";
    }

    private protected override IEnumerable<string> Hints(IReadOnlyDictionary<string, double> figures) => TrainingNotes.AfterInterval(_run, State, figures);

    private protected override void Validate()
    {
        if (_run.Validation is not { } validation)
        {
            return;
        }

        using IDisposable? averaged = Averaged();
        RetrievalFigures figures = validation.Evaluate(_encoder);
        Record(new Dictionary<string, double>
        {
            ["validation/recall@1"] = figures.RecallAt1,
            ["validation/mrr@10"] = figures.MrrAt10,
            ["validation/ndcg@10"] = figures.NdcgAt10,
            ["validation/documents"] = validation.DocumentCount, // fewer documents make higher figures
        });
        bool better = !(figures.NdcgAt10 <= State.BestScore);
        Line(string.Create(
            CultureInfo.InvariantCulture,
            $"validation after step {State.Step:N0}: R@1 {figures.RecallAt1:P1}, nDCG@10 {figures.NdcgAt10:F3}{(better ? ", the best so far" : "")}"));
        if (better)
        {
            State = State with { BestScore = figures.NdcgAt10, BestStep = State.Step };
            SaveBest();
        }
    }

    /// <summary>The best model is there where validation chose one; else it is the last.</summary>
    private protected override string WriteResult()
    {
        if (_run.Validation is null)
        {
            using IDisposable? averaged = Averaged();
            SaveBest();
        }

        return $"best model in {BestModel}";
    }

    private Triplet[] Triplets(int[] batch) => [.. batch.Select(i => _run.Triplets[i])];

    /// <summary>The batches of a step, as indices of triplets.</summary>
    private int[][] BatchesOf(int step)
    {
        int epoch = _run.Schedule.EpochOf(step);
        if (_epoch.Epoch != epoch)
        {
            _epoch = (epoch, _run.Triplets.BatchesOf(epoch, _run.Schedule.PhaseOf(epoch)));
        }

        int accumulated = _run.Config.Training.GradientAccumulationSteps;
        int first = (step - ((epoch - 1) * _run.Schedule.StepsPerEpoch)) * accumulated;
        return [.. _epoch.Batches.Skip(first).Take(accumulated)];
    }

    /// <summary>A function of seed and step alone, as the order of the batches is.</summary>
    private bool IsUntitled(int step) => NumberedRandom.Of(_run.Config.Seed, step).NextDouble() < _run.Config.Data.UntitledShare;

    private StepVectors Forward(TrainingBatch batch, int step)
    {
        SparseOutput documents = Encode(batch.Documents);
        SparseOutput? queries = batch.QueryIdfQV is null ? Encode(batch.Queries) : null;
        Tensor documentsDV = documents.WeightsBV * _run.Vocabulary.RealV;
        Tensor queriesQV = queries is null ? batch.QueryIdfQV! : queries.WeightsBV * _run.Vocabulary.RealV;
        Tensor similarityQD = SimilarityMatrix.Compute(queriesQV, documentsDV, _run.Config.Loss.Similarity);
        Tensor? teacherDE = _run.Teacher?.EncodeDocuments(batch.DocumentTexts);
        Tensor? teacherQD = _run.Teacher?.EncodeQueries(batch.QueryTexts).mm(teacherDE!.t());
        Tensor? teacherDD = teacherDE is null ? null : SimilarityMatrix.Compute(teacherDE, teacherDE, Similarity.Cosine);
        return new StepVectors(step, batch, queries, documents, similarityQD, documentsDV, teacherQD, teacherDD);
    }

    private SparseOutput Encode(PaddedBatch texts) => _run.Model.Forward(texts.IdsBS, texts.MaskBS, texts.CountedBS, texts.TitleBS);

    private Tensor Loss(StepVectors vectors, int step)
    {
        Tensor total = zeros(1, device: _run.Device).squeeze();
        foreach (LossTerm term in _run.Terms)
        {
            Tensor value = term.Compute(vectors);
            total += term.WeightAt(step) * value;
            Figures.Add($"loss/{term.Name}", value.item<float>());
        }

        if ((step + 1) % _run.Config.Training.LogEverySteps == 0)
        {
            Measure(vectors);
        }

        return total;
    }

    /// <summary>Sparsity and language of the batch's documents.</summary>
    private void Measure(StepVectors vectors)
    {
        using IDisposable _ = no_grad();
        Tensor activeDV = (vectors.DocumentsDV > 0).to(float32);
        double active = activeDV.sum().item<float>();
        _activeTerms = active / activeDV.shape[0];
        _koreanRatio = active > 0 ? (activeDV * _run.Vocabulary.KoreanV).sum().item<float>() / active : 0;
        double foreign = active > 0 ? (activeDV * _run.Vocabulary.ForeignV).sum().item<float>() / active : 0;
        Tensor bestQ = vectors.SimilarityQD.masked_fill(vectors.Batch.ExcludedQD, double.NegativeInfinity).argmax(1);
        Figures.Add("batch/accuracy", (bestQ == arange(vectors.QueryCount, device: bestQ.device)).to(float32).mean().item<float>());
        Figures.Add("vectors/active_terms", _activeTerms.Value);
        Figures.Add("vectors/korean_ratio", _koreanRatio.Value);
        Figures.Add("vectors/leakage", foreign);
    }

    private void SaveBest() => ModelFolder.Save(BestModel, _run.Model, _run.TokenizerSource, _run.Tokenizer, _run.Idf);
}
