using System.Globalization;
using System.Text.Json;
using KoSparse.Configuration;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Modeling;
using KoSparse.Text;
using KoSparse.Training;
using KoSparse.Training.Checkpoints;
using KoSparse.Training.Fitting;
using KoSparse.Vectors;
using static TorchSharp.torch;

namespace KoSparse.Torch.Tests.Training.Fitting;

/// <summary>
/// Questions about a thing, answered under the title that names it alone; under a longer title the same words stand more often, so that
/// BM25 puts those texts first.
/// </summary>
public sealed class FitRunTests : IDisposable
{
    private const int Questions = 48;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-fit-");

    public FitRunTests()
    {
        Tokenizer tokenizer = TinyText.WriteTokenizer(In("tokenizer"));
        using SparseModel encoder = TinyModel.Trained(TinyModel.Config() with { LexicalPrior = null });
        TinyModel.Save(In("encoder"), encoder, In("tokenizer"));
        File.WriteAllLines(In("questions.jsonl"), Enumerable.Range(0, Questions).Select(Question));
        File.WriteAllLines(In("texts.jsonl"), Enumerable.Range(0, 150).Select(i =>
            JsonSerializer.Serialize(new { query = $"{i}", positive = TinyText.Sentence(i), pair_type = "original" })));
        IdfFile.Write(In("idf"), IdfCounter.Count(Enumerable.Range(0, 150).Select(TinyText.Sentence), tokenizer, IdfSmoothing.Bm25));
        IdfFile.Write(In("other_idf"), IdfCounter.Count(Enumerable.Range(0, 20).Select(TinyText.Sentence), tokenizer, IdfSmoothing.Standard));
        File.WriteAllText(In("config.yaml"), $$"""
            output_dir: {{In("fitted")}}
            model:
              name: {{In("encoder")}}
              expansion: false
              lexical_prior: { learned_share: 0.8 }
            encode: { query_encoder: idf, max_length: 24 }
            idf: {{In("idf")}}
            questions: {{In("questions.jsonl")}}
            texts: {{In("texts.jsonl")}}
            max_texts: 200
            candidates: 20
            temperature: 1
            learning_rate: 0.05
            weight_decay: 0.1
            steps: 60
            folds: 3
            """);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Run_TitlesThatNameTheSubject_GainsOnQuestionsLeftOut()
    {
        FitReport report = Fit();

        Assert.Equal((Questions, 3), (report.Questions, report.Folds));
        Assert.InRange(report.Start.RecallAt1, 0, 0.4);
        Assert.InRange(report.HeldOut.RecallAt1, 0.7, 1);
        Assert.True(report.Gain.Low > 0, $"{report.Gain}");
        Assert.True(File.Exists(In("fitted/fit.json")));
    }

    /// <summary>Features, their standardisation and the way back must agree for this to hold; questions have 에, texts ##에 alone.</summary>
    [Theory]
    [InlineData()]
    [InlineData("encode.variants.word_start=0.5", "encode.variants.syllable=0.2")]
    public void Run_WrittenModel_ScoresAsTheFit(params string[] settings)
    {
        FitConfig config = Config(settings);
        var questions = new FitQuestions(config);
        using var run = new FitRun(config);
        using FitSearch found = run.Search(Silent.Instance);
        using TermWeightFit fit = run.Start(found, Kept(found), Silent.Instance);
        fit.Run(Silent.Instance);
        IReadOnlyList<float[]> scores = fit.Scores(config.Folds);

        run.Fit(found, Silent.Instance, Silent.Instance);

        using OpenModel fitted = TinyModel.Open(In("fitted"));
        IReadOnlyList<SparseVector> texts = fitted.Encoder.EncodeDocuments(questions.Texts);
        Assert.All(Enumerable.Range(0, Questions), q => Assert.All(found.Candidates.Texts(q).Zip(scores[q]), c =>
            Assert.Equal(fitted.Encoder.EncodeQueries([questions.Queries[q]])[0].Dot(texts[c.First]), c.Second, 1e-2))); // hidden states are kept in 16 bits
        Assert.Contains(scores[0].Zip(found.Candidates.Scores(0)), c => Math.Abs(c.First - c.Second) > 0.1);
    }

    /// <summary>At the start all columns score as BM25: the loss is worked out from the candidates' scores alone.</summary>
    [Fact]
    public void Loss_AtTheStart_IsThatOfBm25()
    {
        FitConfig config = Config("folds=2", "temperature=1.5", "false_negative_margin=0.9");
        var questions = new FitQuestions(config);
        using var run = new FitRun(config);
        using FitSearch found = run.Search(Silent.Instance);
        using TermWeightFit fit = run.Start(found, Kept(found), Silent.Instance);
        FitCandidates candidates = found.Candidates;

        double[] losses = [.. Enumerable.Range(0, Questions).Select(q =>
        {
            int answer = questions.AnswersTo(q).Single();
            double score = candidates.Scores(q)[candidates.Texts(q).Index().Single(t => t.Item == answer).Index];
            IEnumerable<double> negatives = candidates.Texts(q).Zip(candidates.Scores(q))
                .Where(c => c.First != answer && (questions.JudgedFor(q).Contains(c.First) || c.Second < 0.9 * score))
                .Select(c => (double)c.Second);
            return Math.Log(1 + negatives.Sum(n => Math.Exp((n - score) / 1.5)));
        })];
        double expected = Enumerable.Range(0, 3).Sum(column => losses.Where((_, q) => fit.FoldOf[q] != column).Average());
        using Tensor loss = fit.Loss();
        Assert.Equal(expected, loss.item<float>(), 1e-3);
    }

    /// <summary>Each question is asked twice, in one fold, and never ranks a text of the other kind.</summary>
    [Fact]
    public void Candidates_Untitled_AreOfOneKind()
    {
        var questions = new FitQuestions(Config("untitled=true"));

        Assert.Equal((Questions, 2 * Questions), (questions.Distinct, questions.Queries.Count));
        int titled = questions.Texts.Count / 2;
        Assert.All(Enumerable.Range(0, Questions), q =>
        {
            Assert.Equal(questions.AnswersTo(q).Single() + titled, questions.AnswersTo(q + Questions).Single());
            Document answer = questions.Texts[questions.AnswersTo(q).Single()];
            Assert.Contains('\n', answer.Text); // whose first line is no title
            Assert.Equal(answer with { Title = "" }, questions.Texts[questions.AnswersTo(q + Questions).Single()]);
            Assert.True(questions.IsSearched(q, titled - 1) && !questions.IsSearched(q, titled));
            Assert.True(questions.IsSearched(q + Questions, titled) && !questions.IsSearched(q + Questions, titled - 1));
        });
        Assert.Equal(2 * Questions, Fit("untitled=true").Questions);
    }

    /// <summary>Each other value gives another model, another report, or an error.</summary>
    [Theory]
    [InlineData("seed=43")]
    [InlineData("idf=other_idf")]
    [InlineData("questions=fewer.jsonl")]
    [InlineData("texts=fewer.jsonl")]
    [InlineData("max_texts=110")]
    [InlineData("candidates=10")]
    [InlineData("false_negative_margin=0.5")]
    [InlineData("temperature=2")]
    [InlineData("learning_rate=0.1")]
    [InlineData("weight_decay=1")]
    [InlineData("steps=20")]
    [InlineData("folds=4")]
    [InlineData("untitled=true")]
    [InlineData("model.lexical_prior.learned_share=0.5")]
    [InlineData("model.lexical_prior.title_weight=2")]
    [InlineData("encode.variants.word_start=0.9")]
    public void Run_OtherValue_HasAnotherOutcome(string setting)
    {
        File.WriteAllLines(In("fewer.jsonl"), Enumerable.Range(0, 40).Select(Question));
        string other = setting.Split('=') is [string name, string value] && Path.Exists(In(value)) ? $"{name}={In(value)}" : setting;

        Assert.NotEqual(Outcome(), Outcome(other));
    }

    [Fact]
    public void Run_SameConfig_HasTheSameOutcome() => Assert.Equal(Outcome(), Outcome());

    [Fact]
    public void Run_FewerQuestionsThanFolds_SaysSo()
    {
        File.WriteAllText(In("two.jsonl"), $"{Question(0)}\n{Question(1)}\n");

        TrainingException exception = Assert.Throws<TrainingException>(() => Fit($"questions={In("two.jsonl")}"));

        Assert.Contains("two.jsonl: 2 questions, fewer than folds (3)", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Before anything is read or encoded: a run with its checkpoints must not make place for a fit.</summary>
    [Fact]
    public void Run_FolderOfSomethingElse_IsRefusedAndKept()
    {
        Directory.CreateDirectory(In("fitted/checkpoint_3"));

        IOException exception = Assert.Throws<IOException>(() => new FitRun(Config()));

        Assert.Contains("fitted holds files, but not a fit.", exception.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(In("fitted/checkpoint_3")));
    }

    [Fact]
    public void Read_ModelWithExpansion_SaysWhatIsMissing()
    {
        ConfigException exception = Assert.Throws<ConfigException>(() => Config("model.expansion=true"));

        Assert.Contains("expansion: false", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.output_bias=-1", "model.output_bias: has no effect without expansion")]
    [InlineData("model.frozen_encoder=true", "model: frozen_encoder has no effect")]
    [InlineData("model.lexical_prior.learned_share=0", "model: lexical_prior.learned_share is 0")]
    public void Read_SettingThatCannotAct_IsRefused_Issue18(string setting, string expected) =>
        Assert.Contains(expected, Assert.Throws<ConfigException>(() => Config(setting)).Message, StringComparison.Ordinal);

    [Fact]
    public void Run_Stopped_WritesNothing()
    {
        Assert.Throws<OperationCanceledException>(() => Fit(Silent.Instance, new StopAt(5)));

        Assert.False(Directory.Exists(In("fitted")));
    }

    /// <summary>What was encoded before is taken from the disk: with one number of it changed, the outcome is another.</summary>
    [Fact]
    public void Run_StoppedAndStartedAgain_TakesWhatWasEncoded()
    {
        string uninterrupted = Outcome();
        Assert.Throws<OperationCanceledException>(() => Fit(Silent.Instance, new StopAt(5)));
        string part = Assert.Single(Directory.GetFiles(In("fitted.states")));
        byte[] kept = File.ReadAllBytes(part);

        Assert.Equal(uninterrupted, Outcome());
        Assert.False(Directory.Exists(In("fitted.states")));

        Directory.CreateDirectory(In("fitted.states"));
        File.WriteAllBytes(part, [.. kept[..^4000], .. Enumerable.Repeat((byte)0x3c, 4000)]);
        Assert.NotEqual(uninterrupted, Outcome());
    }

    /// <summary>States of another encoder, of other texts, or damaged ones are computed anew.</summary>
    [Theory]
    [InlineData("seed=7")]
    [InlineData("max_texts=110")]
    [InlineData("encode.max_length=16")]
    [InlineData(null)]
    public void Run_StatesOfAnotherOrigin_AreComputedAnew(string? setting)
    {
        string uninterrupted = Outcome();
        Assert.Throws<OperationCanceledException>(() => Fit(Silent.Instance, new StopAt(5), setting is null ? [] : [setting]));
        if (setting is null)
        {
            File.WriteAllText(Assert.Single(Directory.GetFiles(In("fitted.states"))), "{}");
        }

        Assert.Equal(uninterrupted, Outcome());
    }

    private static string Question(int number)
    {
        string[] words = TinyText.Question(number).Split(' ');
        string thing = words[1][..^1];
        string verb = TinyText.Question(number + (number / 16)).Split(' ')[2]; // another for each question about a thing
        return JsonSerializer.Serialize(new
        {
            query = $"누가 {thing}를 {verb} 에 ?", // no text has 에; ##에, its variant, all have
            positive = $"{thing}\n{thing}를 {verb} .\n{TinyText.Sentence(number + 5)}",
            negatives = new[] { $"오늘 {thing} 시장 {thing}\n{thing}를 {verb} . {TinyText.Sentence(number + 7)}" },
            pair_type = "question",
        });
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private FitConfig Config(params string[] settings) => ConfigReader.Read<FitConfig>(In("config.yaml"), settings);

    private FitReport Fit(params string[] settings) => Fit(Silent.Instance, Silent.Instance, settings);

    private FitReport Fit(IProgress<int> encoded, IProgress<int> steps, params string[] settings)
    {
        using var run = new FitRun(Config(settings));
        using FitSearch found = run.Search(Silent.Instance);
        return run.Fit(found, encoded, steps);
    }

    private KeptTensors Kept(FitSearch found) => new(In("states"), found.States.Origin);

    private string Outcome(params string[] settings)
    {
        FitReport report = Fit(settings);
        using SparseModel model = TinyModel.Network(In("fitted"));
        return string.Join('\n', model.named_parameters()
            .Where(p => p.name.StartsWith("lexical_prior", StringComparison.Ordinal))
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.name} {p.parameter.abs().sum().item<float>():R}"))
            .Append($"{report}"));
    }

    private sealed class StopAt(int step) : IProgress<int>
    {
        public void Report(int value)
        {
            if (value >= step)
            {
                throw new OperationCanceledException();
            }
        }
    }
}
