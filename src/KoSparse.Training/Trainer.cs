using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KoSparse.Data;
using KoSparse.Evaluation.Metrics;
using KoSparse.Modeling;
using KoSparse.Modeling.Encoding;
using KoSparse.Training.Batches;
using KoSparse.Training.Checkpoints;
using KoSparse.Training.Losses;
using KoSparse.Training.Mining;
using KoSparse.Training.Optimization;
using KoSparse.Training.Runs;
using KoSparse.Training.Telemetry;
using TorchSharp;
using static TorchSharp.torch;
using AdamW = KoSparse.Training.Optimization.AdamW;
using Parameter = TorchSharp.Modules.Parameter;

namespace KoSparse.Training;

// Shapes: Q queries, D documents, V vocabulary.

/// <summary>The training loop: draw batches, forward, losses, backward, clip, step, log, evaluate, save.</summary>
/// <remarks>
/// The result is a function of config and data alone: data order and dropout follow from seed, epoch and step, so a run that
/// was interrupted anywhere ends, on the same processor, with the same weights, bit for bit.
/// </remarks>
public sealed class Trainer : IDisposable
{
    private const int MaxSkippedInARow = 3;

    private readonly TrainingRun _run;
    private readonly AdamW _optimizer;
    private readonly WeightAverage? _average;
    private readonly CheckpointFolder _checkpoints;
    private readonly RunLock _lock;
    private readonly RunStatusFile _status;
    private readonly RunLog _log;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly IntervalFigures _figures = new();
    private readonly Parameter[] _parameters;
    private readonly SparseEncoder _encoder;
    private readonly MinedNegatives _mined;
    private TrainingState _state = new();
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
    {
        ArgumentNullException.ThrowIfNull(run);
        (_run, _progress) = (run, progress);
        _lock = RunLock.Take(run.Config.OutputDir);
        _status = new RunStatusFile(run.Config.OutputDir, run.Schedule.TotalSteps, clock);
        _status.Write(RunState.Running, 0);
        _log = new RunLog(new RunFolder(run.Config.OutputDir), clock, echo);
        _optimizer = new AdamW(run.Model.named_parameters(), run.Config.Training.WeightDecay);
        _average = run.Config.Training.AverageDecay is > 0 and double decay ? new WeightAverage(run.Model.named_parameters(), decay) : null;
        _checkpoints = new CheckpointFolder(run.Config.OutputDir, run.Config.Training.KeepCheckpoints);
        _parameters = [.. run.Model.parameters().Where(p => p.requires_grad)];
        _encoder = new SparseEncoder(run.Model, run.Tokenizer, run.Idf, run.Device);
        _mined = new MinedNegatives(run, _encoder, _log.Line);
    }

    private TrainingOptions Options => _run.Config.Training;

    /// <summary>Trains to the end, or until asked to stop; both leave a checkpoint.</summary>
    /// <param name="resume">Go on from the newest checkpoint; without one, or false, start at step 0.</param>
    /// <param name="stop">Asks to save and stop.</param>
    /// <returns>Where the run stands: finished when its step is the schedule's last.</returns>
    /// <exception cref="TrainingException">The loss was not finite three times in a row, or memory ran out.</exception>
    public TrainingState Run(bool resume, CancellationToken stop)
    {
        Start(resume);
        long started = Stopwatch.GetTimestamp();
        double before = _state.Seconds;
        _run.Model.train();
        while (_state.Step < _run.Schedule.TotalSteps && !stop.IsCancellationRequested && TryMine(stop))
        {
            long stepStarted = Stopwatch.GetTimestamp();
            (double loss, long tokens) = Guarded(Step);
            _state = _state with { Step = _state.Step + 1, Seconds = before + Stopwatch.GetElapsedTime(started).TotalSeconds };
            Report(loss, tokens, Stopwatch.GetElapsedTime(stepStarted));
            bool epochEnds = _state.Step % _run.Schedule.StepsPerEpoch == 0;
            bool runEnds = _state.Step == _run.Schedule.TotalSteps;
            if (_state.Step % Options.LogEverySteps == 0 || runEnds)
            {
                Log();
            }

            if (_run.Validation is not null && (epochEnds || runEnds || IsMultiple(_run.Config.Validation!.EverySteps)))
            {
                Validate();
            }

            if (runEnds || IsMultiple(Options.SaveEverySteps) || (epochEnds && _run.Schedule.EpochOf(_state.Step - 1) % Options.SaveEveryEpochs == 0))
            {
                Save();
            }
        }

        Finish();
        return _state;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _average?.Dispose();
        _log.Dispose();
        _lock.Dispose();
    }

    private bool IsMultiple(int steps) => steps > 0 && _state.Step % steps == 0;

    private void Start(bool resume)
    {
        TrainingState? found = resume ? _checkpoints.LoadNewest(_run.Model, _optimizer, _average, _log.Line) : null;
        _state = found ?? new TrainingState();
        if (found is null)
        {
            _mined.Clear();
        }

        _log.Resume(_state.Step);
        _status.Write(RunState.Running, _state.Step);
        File.Delete(Path.Combine(_run.Config.OutputDir, RunFolder.CompleteName));
        string changes = new RunFolder(_run.Config.OutputDir).WriteConfig(_run.Config);
        _log.Line(found is null
            ? $"Starts: {_run.Triplets.Count:N0} triplets, {_run.Schedule.TotalSteps:N0} steps, terms {string.Join(", ", _run.Terms.Select(t => t.Name))}."
            : $"Resumes after step {found.Step:N0} of {_run.Schedule.TotalSteps:N0}.{changes}");
        if (_run.ReadSummary.ToString() is { Length: > 0 } summary)
        {
            _log.Line(summary);
        }

        if (_run.LoadReport?.ToString() is { Length: > 0 } report)
        {
            _log.Line(report);
        }

        foreach (string note in TrainingNotes.Of(_run))
        {
            _log.Line(note);
        }
    }

    /// <summary>Negatives of the next step; false when mining was asked to stop.</summary>
    private bool TryMine(CancellationToken stop)
    {
        try
        {
            _mined.Prepare(_state.Step, stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>One optimizer step over its batches.</summary>
    /// <returns>The weighted loss, and the real tokens seen.</returns>
    private (double Loss, long Tokens) Step()
    {
        int step = _state.Step;
        manual_seed(unchecked((_run.Config.Seed * 1_000_003L) + step));
        _optimizer.ClearGradients();
        double total = 0;
        long tokens = 0;
        Triplet[][] batches = BatchesOf(step);
        foreach (Triplet[] triplets in batches)
        {
            using DisposeScope scope = NewDisposeScope();
            TrainingBatch batch = _run.Batches.Build(triplets, _run.Schedule.EpochOf(step) - 1);
            Tensor loss = Loss(Forward(batch, step), step);
            (loss / batches.Length).backward();
            total += loss.item<float>() / batches.Length;
            tokens += batch.TokenCount;
        }

        double norm = nn.utils.clip_grad_norm_(_parameters, Options.MaxGradNorm);
        if (double.IsFinite(total) && double.IsFinite(norm))
        {
            _optimizer.Step(_run.Schedule.LearningRateAt(step));
            _average?.Update(_optimizer.Steps);
            _state = _state with { OptimizerSteps = _optimizer.Steps, SkippedInARow = 0 };
            _figures.Add("loss/total", total);
            _figures.Add("gradient_norm", norm);
        }
        else
        {
            Skip(batches, total, norm);
        }

        return (total, tokens);
    }

    private Triplet[][] BatchesOf(int step)
    {
        int epoch = _run.Schedule.EpochOf(step);
        if (_epoch.Epoch != epoch)
        {
            _epoch = (epoch, _run.Triplets.BatchesOf(epoch, _run.Schedule.PhaseOf(epoch)));
        }

        int first = (step - ((epoch - 1) * _run.Schedule.StepsPerEpoch)) * Options.GradientAccumulationSteps;
        return
        [
            .. _epoch.Batches
                .Skip(first)
                .Take(Options.GradientAccumulationSteps)
                .Select(indices => indices.Select(i => _run.Triplets[i]).ToArray()),
        ];
    }

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
            _figures.Add($"loss/{term.Name}", value.item<float>());
        }

        if ((step + 1) % Options.LogEverySteps == 0)
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
        _figures.Add("batch/accuracy", (bestQ == arange(vectors.QueryCount, device: bestQ.device)).to(float32).mean().item<float>());
        _figures.Add("vectors/active_terms", _activeTerms.Value);
        _figures.Add("vectors/korean_ratio", _koreanRatio.Value);
        _figures.Add("vectors/leakage", foreign);
    }

    private void Skip(Triplet[][] batches, double loss, double norm)
    {
        _state = _state with { SkippedInARow = _state.SkippedInARow + 1 };
        _log.Line($"Step {_state.Step + 1:N0} skipped: loss {loss}, gradient norm {norm}.");
        if (_state.SkippedInARow >= MaxSkippedInARow)
        {
            string path = Path.Combine(_run.Config.OutputDir, "failed_batch.jsonl");
            using (var writer = new TripletWriter(path))
            {
                foreach (Triplet triplet in batches.SelectMany(b => b))
                {
                    // Mined negatives have no score, which no JSON can hold.
                    writer.Write(triplet.TeacherScores?.All(float.IsFinite) == false ? triplet with { TeacherScores = null } : triplet);
                }
            }

            throw new TrainingException(
                $"The loss was not finite {MaxSkippedInARow} times in a row, last at step {_state.Step + 1}. The batch is in {path}; " +
                "the last checkpoint is good. Lower training.learning_rate or training.max_grad_norm, then resume with --resume.");
        }
    }

    private (double, long) Guarded(Func<(double, long)> step)
    {
        try
        {
            return step();
        }
        catch (System.Runtime.InteropServices.ExternalException exception)
            when (exception.Message.Contains("memory", StringComparison.OrdinalIgnoreCase))
        {
            (int batch, int accumulation) = (_run.Config.Data.BatchSize, Options.GradientAccumulationSteps);
            throw new TrainingException(
                $"Out of memory at step {_state.Step + 1}. Lower data.batch_size {batch} → {Math.Max(2, batch * 2 / 3)} and raise " +
                $"training.gradient_accumulation_steps {accumulation} → {accumulation * 2}, then resume with --resume.", exception);
        }
    }

    private void Report(double loss, long tokens, TimeSpan elapsed)
    {
        _figures.Add("tokens_per_second", tokens / elapsed.TotalSeconds);
        double perStep = _state.Seconds / _state.Step;
        var progress = new TrainingProgress(
            _state.Step,
            _run.Schedule.TotalSteps,
            _run.Schedule.EpochOf(_state.Step - 1),
            loss,
            tokens / elapsed.TotalSeconds,
            TimeSpan.FromSeconds(perStep * (_run.Schedule.TotalSteps - _state.Step)),
            _koreanRatio,
            _activeTerms);
        _status.Report(progress);
        _progress?.Report(progress);
    }

    private void Log()
    {
        Dictionary<string, double> values = _figures.Take();
        values["learning_rate"] = _run.Schedule.LearningRateAt(_state.Step - 1);
        Record(values);
        string text = string.Join("  ", values.Select(p => $"{p.Key} {LogText.Figure(p.Value)}"));
        _log.Line($"step {_state.Step:N0}/{_run.Schedule.TotalSteps:N0}  {text}");
        foreach (string hint in TrainingNotes.AfterInterval(_run, _state, values))
        {
            _log.Line(hint);
        }
    }

    private void Record(IReadOnlyDictionary<string, double> values) =>
        _log.Figures(new HistoryEntry(_state.Step, _run.Schedule.EpochOf(_state.Step - 1), values));

    private void Validate()
    {
        using IDisposable? averaged = _average?.Apply();
        RetrievalFigures figures = _run.Validation!.Evaluate(_encoder);
        Record(new Dictionary<string, double>
        {
            ["validation/recall@1"] = figures.RecallAt1,
            ["validation/mrr@10"] = figures.MrrAt10,
            ["validation/ndcg@10"] = figures.NdcgAt10,
            ["validation/documents"] = _run.Validation.DocumentCount, // fewer documents make higher figures
        });
        bool better = !(figures.NdcgAt10 <= _state.BestScore);
        _log.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"validation after step {_state.Step:N0}: R@1 {figures.RecallAt1:P1}, nDCG@10 {figures.NdcgAt10:F3}{(better ? ", the best so far" : "")}"));
        if (better)
        {
            _state = _state with { BestScore = figures.NdcgAt10, BestStep = _state.Step };
            SaveBest();
        }
    }

    private void Save()
    {
        _log.SaveHistory();
        _checkpoints.Save(_run.Model, _optimizer, _average, _state);
    }

    private void SaveBest() => ModelFolder.Save(
        Path.Combine(_run.Config.OutputDir, "best_model"), _run.Model, _run.TokenizerSource, _run.Tokenizer, _run.Idf);

    private void Finish()
    {
        string folder = _run.Config.OutputDir;
        if (_state.Step < _run.Schedule.TotalSteps)
        {
            Save();
            _status.Write(RunState.Stopped, _state.Step);
            _log.Line($"Stopped and saved after step {_state.Step:N0}. Go on with --resume.");
            return;
        }

        if (_run.Validation is null)
        {
            using IDisposable? averaged = _average?.Apply();
            SaveBest();
        }

        File.WriteAllText(
            Path.Combine(folder, RunFolder.CompleteName),
            JsonSerializer.Serialize(new { step = _state.Step, best_step = _state.BestStep, best_ndcg_at_10 = _state.BestScore, seconds = _state.Seconds }));
        _status.Write(RunState.Finished, _state.Step);
        _log.Line($"Complete: {_state.Step:N0} steps in {TimeSpan.FromSeconds(Math.Round(_state.Seconds)):g}; best model in {Path.Combine(folder, "best_model")}.");
    }
}
