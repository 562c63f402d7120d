using KoSparse.Configuration;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Modeling;
using KoSparse.Text;
using KoSparse.Training;
using KoSparse.Training.Expanding;
using KoSparse.Training.Loops;
using KoSparse.Training.Runs;
using KoSparse.Training.Telemetry;
using KoSparse.Vectors;

namespace KoSparse.Torch.Tests.Training.Expanding;

/// <summary>
/// The teacher knows that who asks for a thing wants a text about its neighbour, which does not name it: only a head can find those.
/// </summary>
public sealed class ExpansionTrainingTests : IDisposable
{
    private const int Texts = 160;
    private const int JudgedTexts = 32; // of the texts, the last ones

    private static readonly string[] Things = [.. TinyText.Vocabulary.Skip(5).Take(16)];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-expansion-");
    private readonly List<string> _log = [];

    public ExpansionTrainingTests()
    {
        Tokenizer tokenizer = TinyText.WriteTokenizer(In("tokenizer"));
        InverseDocumentFrequency idf = IdfCounter.Count(Enumerable.Range(0, Texts).Select(i => TextOf(i).Content), tokenizer, IdfSmoothing.Bm25);
        using SparseModel own = new(TinyModel.Config() with { Expansion = false, ContextGate = null }, seed: 5);
        TinyModel.Save(In("own"), own, In("tokenizer"), TinyModel.Encode with { QueryEncoder = QueryEncoding.Idf }, idf);
        using (TripletWriter lists = new(In("lists.jsonl")), judged = new(In("judged.jsonl")))
        {
            foreach (int number in Enumerable.Range(0, 200))
            {
                string query = $"{TinyText.Verb(number)} {ThingBefore(number)} {number}";
                int[] places = [.. Enumerable.Range(0, 16).Select(k => (number + k) % (Texts - JudgedTexts))];
                lists.Write(new Triplet(query, TextOf(places[0]), [.. places.Skip(1).Select(TextOf)])
                {
                    PairType = "list",
                    TeacherScores = [.. places.Select(place => place % 16 == number % 16 ? 0.9f : 0.7f)],
                });
            }

            foreach (int number in Enumerable.Range(Texts - JudgedTexts, JudgedTexts))
            {
                judged.Write(new Triplet($"어디에 {ThingBefore(number)} {number}", TextOf(number), []) { PairType = "question" });
            }
        }

        File.WriteAllText(In("config.yaml"), $$"""
            output_dir: {{In("run")}}
            model: {{In("own")}}
            lists: {{In("lists.jsonl")}}
            judged: {{In("judged.jsonl")}}
            judged_texts: 100
            judge_every_steps: 4
            min_asked: 5
            batch_size: 8
            list_size: 12
            sampled_columns: 4
            output_bias: 0.1
            expansion_share: 1
            expansion_terms: 4
            training: { epochs: 100, max_steps: 8, learning_rate: 0.02, log_every_steps: 2, save_every_steps: 2 }
            """);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Run_WordsThatTextsLack_FindsThemOnQuestionsAndTextsNotSeen()
    {
        _ = Train(resume: false, stopAfter: int.MaxValue, "training.max_steps=400", "judge_every_steps=400", "temperature=1");

        HistoryEntry last = RunLog.ReadHistory(In("run/training_history.json")).Last(entry => entry.Values.ContainsKey("validation/gain"));
        Assert.True(last.Values["validation/gain"] > 0.2, $"{string.Join('\n', _log)}");
    }

    [Fact]
    public void Run_Stopped_GoesOnToTheSameBits()
    {
        float[] whole = Train(resume: false, stopAfter: int.MaxValue);
        Directory.Delete(In("run"), recursive: true);

        _ = Train(resume: false, stopAfter: 3);
        string goOn = new RunFolder(In("run")).ResumeCommand();
        float[] resumed = Train(resume: true, stopAfter: int.MaxValue);

        Assert.Equal($"./kosparse expand {In("run/config.yaml")} --resume", goOn);
        Assert.Equal(whole, resumed);
    }

    /// <summary>What was judged is what is served: own terms, the head's heaviest beside them.</summary>
    [Fact]
    public void Run_WrittenModel_RanksAsItWasJudged()
    {
        _ = Train(resume: false, stopAfter: int.MaxValue, "training.max_steps=100", "judge_every_steps=100");

        using OpenModel model = TinyModel.Open(In("run/best_model"));
        Triplet[] judged = [.. TripletReader.Read(In("judged.jsonl"))];
        Document[] texts = [.. judged.Select(t => t.Positive)];
        IReadOnlyList<SparseVector> vectors = model.Encoder.EncodeDocuments(texts);
        IReadOnlyList<SparseVector> own = TinyModel.Open(In("own")).Encoder.EncodeDocuments(texts);
        Assert.Equal((1, 4), (model.Parts.Encode.ExpansionShare, model.Parts.Encode.ExpansionTerms));
        Assert.All(own.Zip(vectors), pair => Assert.All(pair.First.Terms(), term =>
            Assert.True(pair.Second.Terms().Single(t => t.TokenId == term.TokenId).Weight >= term.Weight)));
        Assert.Contains(own.Zip(vectors), pair => pair.Second.Count > pair.First.Count);
        using SparseModel before = TinyModel.Network(In("own")), after = TinyModel.Network(In("run/best_model"));
        Assert.Equal(Bytes(before), Bytes(after)); // nothing but the head has learned
    }

    [Theory]
    [InlineData("min_asked=500", "No token is in 500 of the 200 questions")]
    [InlineData("lists=judged.jsonl", "0 lists with a teacher's scores")]
    [InlineData("judged=lists.jsonl", "0 judged questions")]
    [InlineData("model=expanded", "an expansion is added to a model of a text's own terms")]
    public void Open_WhatDoesNotFit_SaysWhat(string setting, string message)
    {
        using (SparseModel expanded = TinyModel.Trained())
        {
            TinyModel.Save(In("expanded"), expanded, In("tokenizer"));
        }

        string[] parts = setting.Split('=');
        string value = parts[0] == "min_asked" ? parts[1] : In(parts[1]);

        TrainingException exception = Assert.Throws<TrainingException>(() => Open($"{parts[0]}={value}"));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private static Document TextOf(int number) => new("", "", $"{TinyText.Sentence(number)} {number}");

    /// <summary>What is asked for when a text about another thing is wanted.</summary>
    private static string ThingBefore(int number) => Things[(number + 15) % 16];

    private static byte[] Bytes(SparseModel model) =>
        [.. model.EncoderParameters.Concat(model.Lexical!.parameters()).SelectMany(p => p.bytes.ToArray())];

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private ExpansionRun Open(params string[] settings) => new(ConfigReader.Read<ExpansionConfig>(In("config.yaml"), settings), _ => Silent.Instance);

    private float[] Train(bool resume, int stopAfter, params string[] settings)
    {
        using ExpansionRun run = Open(settings);
        using var stop = new StopAfter(stopAfter);
        using TrainingLoop loop = ExpansionTraining.Open(run, TimeProvider.System, _log.Add, stop);
        _ = loop.Run(resume, stop.Token);
        return [.. run.Model.parameters().Where(p => p.requires_grad).SelectMany(p => p.data<float>().ToArray())];
    }
}
