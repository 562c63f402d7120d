using System.Text.Json;
using KoSparse.Configuration;
using KoSparse.Encoding.Configuration;
using KoSparse.Modeling;
using KoSparse.Modeling.Weights;
using KoSparse.Text;
using KoSparse.Training;
using KoSparse.Training.Loops;
using KoSparse.Training.Runs;
using KoSparse.Training.Telemetry;
using KoSparse.Training.Transfer;

namespace KoSparse.Torch.Tests.Training.Transfer;

/// <summary>The teacher writes 등대 as two pieces, and so on: its vocabulary is another than ours.</summary>
public sealed class EncoderTransferTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-transfer-");
    private readonly List<string> _log = [];

    public EncoderTransferTests()
    {
        TinyText.WriteTokenizer(In("tokenizer"));
        string[] pieces = [.. TinyText.Vocabulary.Skip(5).SelectMany(Halves).Distinct()];
        Tokenizer others = TinyText.WriteTokenizer(In("teacher-tokenizer"), [.. TinyText.Vocabulary.Take(5), .. pieces, "^"]);
        SparseModelConfig config = TinyModel.Config();
        using SparseModel teacher = TinyModel.Trained(
            new SparseModelConfig { Encoder = config.Encoder with { VocabularySize = others.Vocabulary.Count, Layers = 3 }, Expansion = false, LexicalPrior = config.LexicalPrior });
        ModelWeights.SaveFolder(In("teacher"), new(teacher.Config, TinyModel.Encode, others, In("teacher-tokenizer")), teacher);
        File.WriteAllLines(In("texts.jsonl"), Enumerable.Range(0, 300).Select(i =>
            JsonSerializer.Serialize(new { _id = $"{i}", title = TinyText.Title(i), text = TinyText.Sentence(i) })));
        File.WriteAllText(In("config.yaml"), $$"""
            output_dir: {{In("run")}}
            teacher: {{In("teacher")}}
            layers: 2
            tokenizer: {{In("tokenizer")}}
            corpus: {{In("texts.jsonl")}}
            max_length: 40
            batch_size: 8
            training: { epochs: 100, max_steps: 6, learning_rate: 5.0e-3, log_every_steps: 2, save_every_steps: 2 }
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

        Assert.Equal($"./kosparse transfer {In("run/config.yaml")} --resume", goOn);
        Assert.Equal(whole, resumed);
    }

    [Fact]
    public void Run_ThreeHundredSteps_SeesWhatTheTeacherSees()
    {
        _ = Train(resume: false, stopAfter: int.MaxValue, "training.max_steps=300");

        HistoryEntry[] history = [.. RunLog.ReadHistory(Path.Combine(In("run"), "training_history.json"))];
        (double before, double after) = (history[0].Values["validation/states"], history[^1].Values["validation/states"]);
        Assert.True(after < before / 4, $"words: {before} → {after}");
        Assert.True(history[^1].Values["validation/pooled"] < history[0].Values["validation/pooled"] / 2);
    }

    /// <summary>With the teacher's own tokenizer nothing is left to learn of the states: the transfer alone is exact.</summary>
    [Fact]
    public void Start_SameVocabulary_IsTheTeacher()
    {
        using var run = new TransferRun(ConfigReader.Read<TransferConfig>(In("config.yaml"), [$"tokenizer={In("teacher-tokenizer")}"]));

        Assert.InRange(run.HeldOutDistances().Words, 0, 1e-8);
    }

    [Fact]
    public void Run_Complete_LeavesAPlainEncoder()
    {
        _ = Train(resume: false, stopAfter: int.MaxValue);

        using SparseModel encoder = ModelWeights.OpenEncoder(In("run/encoder"));

        Assert.Equal((EncoderFamily.Bert, 2, TinyText.Vocabulary.Length), (encoder.Config.Encoder.Family, encoder.Config.Encoder.Layers, encoder.Config.Encoder.VocabularySize));
        Assert.Equal(TinyText.Vocabulary, TokenizerFolder.Open(In("run/encoder")).Vocabulary);
    }

    [Theory]
    [InlineData("layers=4", "layers is 4, but")]
    [InlineData("batch_size=4000", "300 texts do not fill a batch of 4000")]
    [InlineData("teacher=nowhere/e5", "nowhere/e5")]
    public void Open_WhatDoesNotFit_SaysWhat(string setting, string message)
    {
        Exception exception = Assert.ThrowsAny<Exception>(() => new TransferRun(ConfigReader.Read<TransferConfig>(In("config.yaml"), [setting])));

        Assert.True(exception is TrainingException or CheckpointException, $"{exception}");
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Halves(string token)
    {
        string letters = token.StartsWith("##", StringComparison.Ordinal) ? token[2..] : token;
        return letters.Length < 2 || letters != token ? [token] : [letters[..1], $"##{letters[1..]}"];
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private float[] Train(bool resume, int stopAfter, params string[] settings)
    {
        using var run = new TransferRun(ConfigReader.Read<TransferConfig>(In("config.yaml"), settings));
        using var stop = new StopAfter(stopAfter);
        using TrainingLoop trainer = EncoderTransfer.Open(run, TimeProvider.System, _log.Add, stop);
        _ = trainer.Run(resume, stop.Token);
        return [.. run.Model.parameters().SelectMany(p => p.cpu().data<float>().ToArray())];
    }
}
