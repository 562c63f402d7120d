using KoSparse.Data;
using KoSparse.Encoding.Configuration;
using KoSparse.Modeling;

namespace KoSparse.Torch.Tests.Cli;

public sealed class TrainCommandTests : IDisposable
{
    private readonly TinyRun _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task Train_Verify_TellsWhatWouldRunAndWritesNothing()
    {
        CommandLine line = await TrainAsync("--verify");

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.Contains("loss infonce", line.Output, StringComparison.Ordinal);
        Assert.EndsWith("Everything fits. Without --verify this would train.\n", line.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tiny.OutputFolder));
    }

    [Fact]
    public async Task Train_Quick_TrainsBesideTheRunAndAgain()
    {
        CommandLine first = await TrainAsync("--quick");
        CommandLine second = await TrainAsync("--quick");

        Assert.All(new[] { first, second }, line => Assert.Equal((0, ""), (line.Code, line.Error)));
        Assert.Contains($"best model in {_tiny.OutputFolder}_quick/best_model.", second.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tiny.OutputFolder));
    }

    [Fact]
    public async Task Train_SecondTime_IsRefusedUnlessItGoesOn()
    {
        CommandLine trained = await TrainAsync();
        CommandLine again = await TrainAsync();
        CommandLine resumed = await TrainAsync("--resume");

        Assert.Equal((0, ""), (trained.Code, trained.Error));
        Assert.Equal(1, again.Code);
        Assert.Contains("Go on with it (--resume)", again.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Assert.Contains("Resumes after step 4 of 4.", resumed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Other settings", resumed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_ResumedWithAnotherSchedule_SaysWhatIsOther()
    {
        _ = await TrainAsync();

        CommandLine resumed = await TrainAsync("--resume", "--set", "training.max_steps=6");

        Assert.Contains("Resumes after step 4 of 4. Other settings than before: training.max_steps 0 → 6.", resumed.Output, StringComparison.Ordinal);
    }

    /// <summary>Everything that has to be done first is told at once, in its order; it was one wrong step after the other.</summary>
    [Fact]
    public async Task Train_BeforeWhatItNeeds_SaysEveryStepInOrder_Issue19()
    {
        File.WriteAllText(_tiny.File("first.yaml"), File.ReadAllText(_tiny.ConfigPath).Replace(_tiny.OutputFolder, _tiny.File("first"), StringComparison.Ordinal));
        string model = _tiny.File("first/best_model");

        CommandLine line = await TrainAsync(
            "--set", "data.train=data/v24.0/train_*.jsonl", "--set", "data.idf=outputs/idf_weights/own", "--set", "model.encoder=null", "--set", $"model.name={model}");

        Assert.Equal(1, line.Code);
        Assert.Equal(
            $"""
            {_tiny.ConfigPath} needs what is not there yet:
              data/v24.0/train_*.jsonl: make prepare-v28-data
              outputs/idf_weights/own: make prepare-v25-idf
              {model}: ./kosparse train {_tiny.File("first.yaml")}
            Run these commands in this order, or correct the paths.

            """,
            line.Error);
    }

    /// <summary>What the full recipes print on a machine without their encoders.</summary>
    [Fact]
    public async Task Train_EncoderNotHere_SaysWhereItLookedAndHowToFetchIt()
    {
        CommandLine line = await TrainAsync("--verify", "--set", "model.encoder=null", "--set", "model.name=none/such-encoder");

        Assert.Equal(1, line.Code);
        Assert.Contains("looked in none/such-encoder, models/none/such-encoder", line.Error, StringComparison.Ordinal);
        Assert.Contains("'./kosparse fetch none/such-encoder'", line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_BadLine_NamesTheSettingThatSkipsIt()
    {
        CommandLine line = await TrainAsync("--verify", "--set", "data.skip_bad_lines=false");

        Assert.Equal(1, line.Code);
        Assert.Contains($"{_tiny.File("train.jsonl")}(121): no JSON at byte ", line.Error, StringComparison.Ordinal);
        Assert.EndsWith("Correct the line, or skip bad lines with 'data.skip_bad_lines: true'.\n", line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_MisspeltSetting_ExitsWith2()
    {
        CommandLine line = await TrainAsync("--set", "data.trian=x");

        Assert.Equal(2, line.Code);
        Assert.Contains("data.trian: unknown setting; did you mean 'train'?", line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pretrain_FewSteps_LeavesAnEncoderAndGoesOn()
    {
        string config = _tiny.File("pretrain.yaml");
        File.WriteAllText(config, $$"""
            output_dir: {{_tiny.File("pretrained")}}
            encoder: { hidden_size: 16, layers: 1, heads: 2, intermediate_size: 32, max_positions: 24, dropout: 0.0 }
            tokenizer: {{_tiny.File("tokenizer")}}
            corpus: {{_tiny.File("validation/corpus.jsonl")}}
            sequence_length: 24
            batch_size: 4
            training: { epochs: 1, max_steps: 2, log_every_steps: 1 }
            """);

        CommandLine trained = await CommandLine.RunAsync("pretrain", config);
        CommandLine resumed = await CommandLine.RunAsync("pretrain", config, "--resume", "--set", "seed=7");

        Assert.Equal((0, ""), (trained.Code, trained.Error));
        Assert.Contains($"encoder in {_tiny.File("pretrained/encoder")}.", trained.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Assert.Contains("Resumes after step 2 of 2. Other settings than before: seed 42 → 7.", resumed.Output, StringComparison.Ordinal);
    }

    /// <summary>As <c>make train-base</c> goes on from a fitted model.</summary>
    [Fact]
    public async Task Expand_ListsOfATeacher_TeachesAHead_Issue23()
    {
        File.WriteAllLines(_tiny.File("questions.jsonl"), Enumerable.Range(0, 30).Select(i => $$"""{"_id": "{{i}}", "text": "{{TinyText.Question(i + 5)}} {{i}}"}"""));
        File.WriteAllLines(_tiny.File("judged.jsonl"), Enumerable.Range(0, 4).Select(i => $$"""{"query": "어디에 {{TinyText.Title(i)}}", "positive": "{{TinyText.Sentence(i)}} {{i}}", "pair_type": "question"}"""));
        using (SparseModel own = new(TinyModel.Config() with { Expansion = false, ContextGate = null }, seed: 5))
        {
            TinyModel.Save(
                _tiny.File("own"), own, _tiny.File("tokenizer"), TinyModel.Encode with { QueryEncoder = QueryEncoding.Idf },
                IdfFile.Read(_tiny.File("idf"), TinyText.Tokenizer()));
        }

        string config = _tiny.File("expand.yaml");
        File.WriteAllText(config, $$"""
            output_dir: {{_tiny.File("expanded")}}
            model: {{_tiny.File("own")}}
            lists: {{_tiny.File("lists/train_lists.jsonl")}}
            judged: {{_tiny.File("judged.jsonl")}}
            judged_texts: 100
            min_asked: 2
            output_bias: 0.1
            batch_size: 4
            training: { epochs: 1, max_steps: 2, log_every_steps: 1 }
            """);

        CommandLine tooEarly = await CommandLine.RunAsync("expand", config);
        CommandLine listed = await CommandLine.RunAsync(
            "prepare", "teacher-lists", "--questions", _tiny.File("questions.jsonl"), "--triplets", _tiny.File("judged.jsonl"),
            "--passages", _tiny.File("validation/corpus.jsonl"), "--teacher", _tiny.File("teacher"), "--max-length", "24", "--pool", "50", "--output-dir", _tiny.File("lists"));
        CommandLine none = await CommandLine.RunAsync("prepare", "teacher-lists", "--questions", "q", "--passages", "p", "--teacher", "t", "--output-dir", "o", "--pool", "0");
        CommandLine expanded = await CommandLine.RunAsync("expand", config);

        Assert.Equal(1, tooEarly.Code);
        Assert.Contains("lists/train_lists.jsonl", tooEarly.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), (listed.Code, listed.Error));
        Assert.Contains($"34 lists over 50 texts in {_tiny.File("lists/train_lists.jsonl")}.", listed.Output, StringComparison.Ordinal);
        Assert.Equal(2, none.Code);
        Assert.Contains("--pool is 1 or more.", none.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), (expanded.Code, expanded.Error));
        Assert.Contains("Without the head: R@1", expanded.Output, StringComparison.Ordinal);
        Assert.Contains($"model in {_tiny.File("expanded/best_model")}.", expanded.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tiny.File("expanded.states")));
    }

    [Fact]
    public async Task Transfer_FewSteps_LeavesAnEncoderAndGoesOn()
    {
        string config = _tiny.File("transfer.yaml");
        File.WriteAllText(config, $$"""
            output_dir: {{_tiny.File("transferred")}}
            teacher: {{_tiny.File("teacher")}}
            layers: 1
            tokenizer: {{_tiny.File("tokenizer")}}
            corpus: {{_tiny.File("validation/corpus.jsonl")}}
            max_length: 24
            batch_size: 4
            training: { epochs: 1, max_steps: 2, log_every_steps: 1 }
            """);

        CommandLine trained = await CommandLine.RunAsync("transfer", config);
        CommandLine resumed = await CommandLine.RunAsync("transfer", config, "--resume", "--set", "seed=7");
        CommandLine misspelt = await CommandLine.RunAsync("transfer", config, "--set", "layer=1");

        Assert.Equal((0, ""), (trained.Code, trained.Error));
        Assert.Contains($"encoder in {_tiny.File("transferred/encoder")}.", trained.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Assert.Contains("Resumes after step 2 of 2. Other settings than before: seed 42 → 7.", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(2, misspelt.Code);
        Assert.Contains("did you mean 'layers'?", misspelt.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_FewQuestions_TellsWhatWasGained()
    {
        string config = _tiny.File("fit.yaml");
        File.WriteAllText(config, $$"""
            output_dir: {{_tiny.File("fitted")}}
            model: { name: {{_tiny.File("teacher")}}, expansion: false, lexical_prior: { k1: 1.2 } }
            encode: { query_encoder: idf, max_length: 24 }
            idf: {{_tiny.File("idf")}}
            questions: {{_tiny.File("questions.jsonl")}}
            steps: 2
            """);
        File.WriteAllLines(_tiny.File("questions.jsonl"), Enumerable.Range(0, 20).Select(i =>
            $$"""{"query":"{{TinyText.Question(i)}}{{new string(' ', i / 16)}}","positive":"{{TinyText.Sentence(i)}}","pair_type":"question"}"""));

        CommandLine fitted = await CommandLine.RunAsync("fit", config);
        CommandLine misspelt = await CommandLine.RunAsync("fit", config, "--set", "fold=3");

        Assert.Equal((0, ""), (fitted.Code, fitted.Error));
        Assert.Contains("20 questions over ", fitted.Output, StringComparison.Ordinal);
        Assert.Contains("Gain of the left out over the start:", fitted.Output, StringComparison.Ordinal);
        Assert.Contains($"Model in {_tiny.File("fitted")}.", fitted.Output, StringComparison.Ordinal);
        Assert.Equal(2, misspelt.Code);
        Assert.Contains("did you mean 'folds'?", misspelt.Error, StringComparison.Ordinal);
    }

    private Task<CommandLine> TrainAsync(params string[] options) => CommandLine.RunAsync(["train", _tiny.ConfigPath, .. options]);
}
