using System.Text.Json;
using KoSparse.Configuration;
using KoSparse.Training;
using KoSparse.Training.FineTuning;
using KoSparse.Training.Loops;
using KoSparse.Training.Pretraining;
using KoSparse.Training.Runs;
using KoSparse.Training.Telemetry;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Pretraining;

public sealed class PretrainerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-pretrain-");
    private readonly List<string> _log = [];

    public PretrainerTests()
    {
        TinyText.WriteTokenizer(In("tokenizer"));
        File.WriteAllLines(In("texts.jsonl"), Enumerable.Range(0, 300).Select(i =>
            JsonSerializer.Serialize(new { _id = $"{i}", title = "", text = TinyText.Sentence(i) })));
        File.WriteAllText(In("config.yaml"), $$"""
            output_dir: {{In("run")}}
            seed: 7
            encoder: { hidden_size: 32, layers: 1, heads: 2, intermediate_size: 64, max_positions: 24, dropout: 0.1 }
            tokenizer: {{In("tokenizer")}}
            corpus: {{In("texts.jsonl")}}
            sequence_length: 24
            batch_size: 8
            training: { epochs: 100, max_steps: 6, average_decay: 0.8, learning_rate: 5.0e-3, log_every_steps: 2, save_every_steps: 2 }
            """);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Run_Stopped_GoesOnToTheSameBits()
    {
        float[] whole = Train(resume: false, stopAfter: int.MaxValue);
        Directory.Delete(In("run"), recursive: true);

        _ = Train(resume: false, stopAfter: 3);
        string goOn = new RunFolder(In("run")).ResumeCommand();
        float[] resumed = Train(resume: true, stopAfter: int.MaxValue);

        Assert.Equal($"./kosparse pretrain {In("run/config.yaml")} --resume", goOn);
        Assert.Equal(whole, resumed);
        Assert.Contains("Resumes after step 3 of 6.", _log);
    }

    /// <summary>An untrained model guesses among 63 tokens as if blind, ln 63 = 4.14; a trained one has learned what follows what.</summary>
    [Fact]
    public void Run_FourHundredSteps_LearnsTheHeldOutTexts()
    {
        float[] weights = Train(resume: false, stopAfter: int.MaxValue, "training.max_steps=400");

        HistoryEntry[] history = [.. RunLog.ReadHistory(Path.Combine(In("run"), "training_history.json"))];
        Assert.All(weights, w => Assert.True(float.IsFinite(w)));
        Assert.InRange(history[0].Values["validation/mlm"], 3.0, 4.6);
        Assert.True(history[^1].Values["validation/mlm"] < 2.8, $"held-out loss {history[^1].Values["validation/mlm"]}");
    }

    [Fact]
    public void Run_Complete_LeavesAnEncoderThatTrainingTakes()
    {
        _ = Train(resume: false, stopAfter: int.MaxValue);
        using var tiny = new TinyRun();
        TrainingConfig config = tiny.Config();

        using var run = new TrainingRun(config with { Model = config.Model with { Name = Path.Combine(In("run"), "encoder"), Encoder = null } });

        Assert.NotEmpty(run.LoadReport!.Fresh);
        Assert.All(run.LoadReport.Fresh, name => Assert.Matches("context_gate|lexical_prior", name)); // the head comes along
        Assert.Empty(run.LoadReport.Unused);
    }

    /// <summary>The second run's first step is where the first one ended, not at ln 63.</summary>
    [Fact]
    public void Run_StartGiven_GoesOnFromThatModel()
    {
        _ = Train(resume: false, stopAfter: int.MaxValue, "training.max_steps=200");
        string history = Path.Combine(In("run"), "training_history.json");
        double ended = RunLog.ReadHistory(history)[^1].Values["validation/mlm"];
        Directory.Move(Path.Combine(In("run"), "encoder"), In("first"));
        Directory.Delete(In("run"), recursive: true);

        _ = Train(resume: false, stopAfter: int.MaxValue, $"start={In("first")}", "training.max_steps=2", "training.learning_rate=1.0e-9");

        Assert.Equal(ended, RunLog.ReadHistory(history)[0].Values["validation/mlm"], 1e-3);
        Assert.Contains($"Goes on from {In("first")}.", _log);
    }

    /// <summary>등대 and 우물 stand in the same places, 할머니 in others. Lengths are those of random embeddings, 0.02 · √32.</summary>
    [Fact]
    public void CountEmbeddings_Corpus_MakesAlikeWhatStandsAlike()
    {
        string[] texts = ["등대를 지킨다 .", "우물를 지킨다 .", "등대를 고친다 .", "우물를 고친다 .", "할머니가 그린다 .", "할머니가 찾는다 ."];
        File.WriteAllLines(In("texts.jsonl"), Enumerable.Range(0, 60).Select(i => JsonSerializer.Serialize(new { _id = $"{i}", title = "", text = texts[i % 6] })));
        using var run = new PretrainingRun(ConfigReader.Read<PretrainingConfig>(In("config.yaml")));

        run.CountEmbeddings();

        using Tensor wordsVD = run.Model.named_parameters().Single(p => p.name.EndsWith("word_embeddings.weight", StringComparison.Ordinal)).parameter.detach();
        Assert.Equal(0.02 * Math.Sqrt(32), Row("등대").norm().item<float>(), 1e-4);
        (float things, float people) = (Cosine("등대", "우물"), Cosine("등대", "할머니"));
        Assert.True(things > people + 0.2, $"alike {things}, apart {people}");

        Tensor Row(string token) => wordsVD[Array.IndexOf(TinyText.Vocabulary, token)];
        float Cosine(string one, string other) => nn.functional.cosine_similarity(Row(one), Row(other), 0).item<float>();
    }

    [Fact]
    public void Run_CountedEmbeddingsResumed_CountsOnceAndEndsWithTheSameBits()
    {
        float[] whole = Train(resume: false, stopAfter: int.MaxValue, "counted_embeddings=true");
        Directory.Delete(In("run"), recursive: true);

        _ = Train(resume: false, stopAfter: 3, "counted_embeddings=true");
        _log.Clear();
        float[] resumed = Train(resume: true, stopAfter: int.MaxValue, "counted_embeddings=true");

        Assert.Equal(whole, resumed);
        Assert.DoesNotContain(_log, line => line.StartsWith("Counts which tokens", StringComparison.Ordinal));
    }

    /// <summary>Counting looks up every 10,000 texts.</summary>
    [Fact]
    public void Run_StoppedWhileItCounts_IsStoppedAndNotCrashed()
    {
        File.WriteAllLines(In("texts.jsonl"), Enumerable.Range(0, 10_001).Select(i => JsonSerializer.Serialize(new { _id = $"{i}", title = "", text = "등대를 지킨다 ." })));

        Assert.ThrowsAny<OperationCanceledException>(() => Train(resume: false, stopAfter: 0, "counted_embeddings=true"));

        Assert.Equal((RunState.Stopped, 0), (new RunFolder(In("run")).Status().State, new RunFolder(In("run")).Status().Step));
        Assert.Equal("it was stopped before its first step.", new RunFolder(In("run")).Status().Describe());
    }

    [Fact]
    public void Run_FaultWhileItIsAskedToStop_Surfaces_Issue18()
    {
        using var run = new PretrainingRun(ConfigReader.Read<PretrainingConfig>(In("config.yaml"), ["counted_embeddings=true"]));
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        using TrainingLoop trainer = Pretrainer.Open(run, TimeProvider.System, line =>
        {
            if (line.StartsWith("Counts which tokens", StringComparison.Ordinal))
            {
                throw new InvalidDataException(line);
            }
        });

        Assert.Throws<InvalidDataException>(() => trainer.Run(resume: false, stop.Token));
    }

    [Fact]
    public void Read_CountedEmbeddingsWithStart_SaysThatTheyHaveNoEffect()
    {
        ConfigException exception = Assert.Throws<ConfigException>(() =>
            ConfigReader.Read<PretrainingConfig>(In("config.yaml"), ["counted_embeddings=true", "start=models/mini"]));

        Assert.Contains("has no effect with start: its embeddings learn on", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CorpusTooSmall_SaysSo()
    {
        File.WriteAllText(In("texts.jsonl"), """{"_id":"1","title":"","text":"등대를 지킨다 ."}""");

        TrainingException exception = Assert.Throws<TrainingException>(() => Train(resume: false, stopAfter: 1));

        Assert.Contains("texts.jsonl: the texts do not fill two sequences of 24 tokens", exception.Message, StringComparison.Ordinal);
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private float[] Train(bool resume, int stopAfter, params string[] settings)
    {
        using var run = new PretrainingRun(ConfigReader.Read<PretrainingConfig>(In("config.yaml"), settings));
        using var stop = new StopAfter(stopAfter);
        using TrainingLoop trainer = Pretrainer.Open(run, TimeProvider.System, _log.Add, stop);
        _ = trainer.Run(resume, stop.Token);
        return [.. run.Model.parameters().SelectMany(p => p.cpu().data<float>().ToArray())];
    }
}
