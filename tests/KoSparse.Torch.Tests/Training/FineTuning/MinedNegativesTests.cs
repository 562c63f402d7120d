using System.Text.Json;
using KoSparse.Data;
using KoSparse.Training;
using KoSparse.Training.Batches;
using KoSparse.Training.FineTuning;
using KoSparse.Training.Loops;

namespace KoSparse.Torch.Tests.Training.FineTuning;

public sealed class MinedNegativesTests : IDisposable
{
    private const int StepsPerEpoch = 2;

    private readonly TinyRun _tiny = new();
    private readonly List<string> _log = [];

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Run_Mining_WritesTripletsWithoutKnownAnswers()
    {
        _ = Train(resume: false);

        Triplet[] mined = [.. TripletReader.Read(Mined(2))];
        ILookup<string, Document> answers = TripletReader.Read(_tiny.File("train.jsonl"), new JsonLinesOptions { SkipBadLines = true })
            .ToLookup(t => t.Query, t => t.Positive);
        Assert.NotEmpty(mined);
        Assert.All(mined, triplet =>
        {
            Assert.InRange(triplet.Negatives.Count, 1, 2);
            Assert.Empty(triplet.Negatives.Intersect(answers[triplet.Query]));
            Assert.Contains(triplet.Positive, answers[triplet.Query]);
        });
        Assert.Equal([Mined(2)], Directory.GetFiles(Path.GetDirectoryName(Mined(2))!));
    }

    [Fact]
    public void Run_FromStart_MinesBeforeTheFirstEpoch()
    {
        _ = Train(resume: false, fromStart: true);

        Assert.NotEmpty(TripletReader.Read(Mined(1)));
        Assert.StartsWith("Mining before epoch 1", _log.First(line => line.StartsWith("Mining before", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ResumedWithinTheEpoch_ReusesTheFileAndEndsTheSame()
    {
        float[] whole = Train(resume: false);
        Directory.Delete(_tiny.OutputFolder, recursive: true);

        _ = Train(resume: false, stopAt: $"step {StepsPerEpoch + 1}/");
        DateTime written = File.GetLastWriteTimeUtc(Mined(2));
        _log.Clear();

        Assert.Equal(whole, Train(resume: true));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Mined(2)));
        Assert.DoesNotContain(_log, line => line.StartsWith("Mining before", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_StoppedWhileMining_SavesAndEndsTheSame()
    {
        float[] whole = Train(resume: false);
        Directory.Delete(_tiny.OutputFolder, recursive: true);

        _ = Train(resume: false, stopAt: "Mining before epoch 2");
        Assert.Contains($"Stopped and saved after step {StepsPerEpoch}. Go on with --resume.", _log);
        Assert.False(File.Exists(Mined(2)));

        Assert.Equal(whole, Train(resume: true));
    }

    [Fact]
    public void Run_FileIsGone_SaysThatTheRunWouldNotBeTheSame()
    {
        _ = Train(resume: false, stopAt: $"step {StepsPerEpoch + 1}/");
        File.Delete(Mined(2));

        TrainingException fault = Assert.Throws<TrainingException>(() => Train(resume: true));

        Assert.StartsWith($"{Mined(2)}: missing", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AnotherRunsFile_IsNotUsed()
    {
        float[] whole = Train(resume: false);
        Directory.GetDirectories(_tiny.OutputFolder, "checkpoint_*").ToList().ForEach(folder => Directory.Delete(folder, recursive: true));
        File.WriteAllText(Mined(2), ""); // of a run without a checkpoint

        Assert.Equal(whole, Train(resume: true));
    }

    [Fact]
    public void UseNegatives_TeacherScores_StayWithTheirTexts()
    {
        (Document p, Document a, Document b, Document c) = (Document.Of("p"), Document.Of("a"), Document.Of("제목\nb"), Document.Of("c"));
        TrainingSet set = TrainingSet.Of(
            [new Triplet("q", p, [a, b]) { TeacherScores = [3, 2, 1] }, new Triplet("other", p, [a])], new DataOptions { Train = ["none"] }, 1);

        set.UseNegatives(new Dictionary<string, IReadOnlyList<Document>> { ["q"] = [c, b with { }] });

        Assert.Equal([c, b], set[0].Negatives);
        Assert.Equal([3, float.NaN, 1], set[0].TeacherScores!);
        Assert.Equal([a, b], set.Original(0).Negatives);
        Assert.Equal([a], set[1].Negatives);
    }

    /// <summary>Somebody else's cancellation is no wish to stop the run, which would end as if all were well.</summary>
    [Fact]
    public void Run_CancelledWithoutAStop_Surfaces_Issue18()
    {
        using var run = new TrainingRun(_tiny.Config());
        using TrainingLoop trainer = Trainer.Open(run, TimeProvider.System, line =>
        {
            if (line.StartsWith("Mining before epoch 2", StringComparison.Ordinal))
            {
                throw new OperationCanceledException(line);
            }
        });

        Assert.Throws<OperationCanceledException>(() => trainer.Run(resume: false, CancellationToken.None));
    }

    /// <summary>As many questions as triplets, all of them shuffled: one stream of random numbers for both would choose the same.</summary>
    [Fact]
    public void Run_SomeQuestions_AreDrawnApartFromTheEpoch_Issue18()
    {
        const int All = 48, Some = 24; // after 48 questions of TinyText repeat
        string train = _tiny.File("distinct.jsonl");
        File.WriteAllLines(train, Enumerable.Range(0, All).Select(i =>
            JsonSerializer.Serialize(new { query = TinyText.Question(i), positive = TinyText.Sentence(i) })));
        TrainingConfig config = _tiny.Config(
            $"data.train={train}", "data.samples_per_epoch=24", "curriculum=[]", "validation=null", "training.max_steps=1",
            "hard_negative_mining.from_start=true", "hard_negative_mining.max_queries=24", "hard_negative_mining.false_negative_margin=1");
        using var run = new TrainingRun(config);
        using TrainingLoop trainer = Trainer.Open(run, TimeProvider.System, _ => { });

        trainer.Run(resume: false, CancellationToken.None);

        string[] drawn = [.. run.Triplets.BatchesOf(1, null).SelectMany(batch => batch).Select(i => run.Triplets[i].Query).Distinct()];
        string[] mined = [.. TripletReader.Read(Mined(1)).Select(triplet => triplet.Query)];
        Assert.Equal(Some, drawn.Length);
        Assert.InRange(mined.Length, Some / 2, Some);
        Assert.NotEmpty(mined.Except(drawn));
    }

    private string Mined(int epoch) => Path.Combine(_tiny.OutputFolder, "mined", $"epoch_{epoch}.jsonl");

    private float[] Train(bool resume, string? stopAt = null, bool fromStart = false)
    {
        TrainingConfig config = _tiny.Config();
        using var run = new TrainingRun(config with { HardNegativeMining = config.HardNegativeMining! with { FromStart = fromStart } });
        using CancellationTokenSource stop = new();
        using TrainingLoop trainer = Trainer.Open(run, TimeProvider.System, line =>
        {
            _log.Add(line);
            if (stopAt is not null && line.StartsWith(stopAt, StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        });
        _ = trainer.Run(resume, stop.Token);
        return [.. run.Model.parameters().SelectMany(p => p.data<float>().ToArray())];
    }
}
