using System.ComponentModel.DataAnnotations;
using System.Reflection;
using KoSparse.Configuration;
using KoSparse.Encoding.Configuration;
using KoSparse.Training.Expanding;
using KoSparse.Training.FineTuning;
using KoSparse.Training.Fitting;
using KoSparse.Training.Pretraining;
using KoSparse.Training.Transfer;
using KoSparse.Vectors;

namespace KoSparse.Torch.Tests.Training.FineTuning;

public sealed class TrainingConfigTests : IDisposable
{
    private const string Good = """
        output_dir: out
        model:
          encoder: { hidden_size: 16, layers: 1 }
          tokenizer: tok
        data:
          train: train.jsonl
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-config-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_Minimal_HasTheDefaults()
    {
        TrainingConfig config = Read(Good);

        Assert.Equal(("out", 42, 16, 4), (config.OutputDir, config.Seed, config.Model.Encoder!.HiddenSize, config.Model.Encoder.Heads));
        Assert.Null(config.Model.ContextGate);
        Assert.Equal(0.07, config.Loss.Temperature);
    }

    [Theory]
    [InlineData("traning:\n  epochs: 2", "line 7, traning: unknown setting; did you mean 'training'?")]
    [InlineData("loss:\n  lambda_infonc: 2", "line 8, loss.lambda_infonc: unknown setting; did you mean 'lambda_infonce'?")]
    [InlineData("loss:\n  temperature: 0", "line 8, loss.temperature: must be between 0.001 and 1000, is 0")]
    [InlineData("loss:\n  similarity: euclid", "line 8, loss.similarity: must be one of cosine, dot, is 'euclid'")]
    [InlineData("training:\n  device: gpu", "line 8, training.device: must be cpu, cuda or cuda:N")]
    [InlineData("curriculum:\n  - { from_epoch: 2, to_epoch: 3 }", "curriculum: phase 1 is epochs 2 to 3, but must begin at epoch 1")]
    [InlineData("curriculum:\n  - { from_epoch: 1 }", "line 8, curriculum[0].to_epoch: required, but missing")]
    [InlineData("loss: { lambda_flops: 1, idf: { alpha: 1 } }", "loss.idf needs IDF weights: set data.idf")]
    public void Read_OneFault_NamesLineAndReason(string extra, string expected)
    {
        ConfigException exception = Assert.Throws<ConfigException>(() => Read(Good + "\n" + extra));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{Path.Combine(_folder.FullName, "run.yaml")}: TrainingConfig is not valid.\n", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>A range of whole numbers rounds what it compares: 1.4 was within 0 to 1, and 1e20 ended in an exception.</summary>
    [Theory]
    [InlineData("1.4")]
    [InlineData("1e20")]
    [InlineData("-0.4")]
    public void Read_FractionBeyondItsRange_IsRefused_Issue19(string rate)
    {
        ConfigException exception = Assert.Throws<ConfigException>(() => Read($"{Good}\ntraining: {{ learning_rate: {rate} }}"));

        Assert.Contains("training.learning_rate: must be between 0 and 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_OfAllSettings_AreOfTheirType_Issue19()
    {
        PropertyInfo[] ranged =
        [
            .. new[] { typeof(TrainingConfig), typeof(EncodeOptions), typeof(VariantOptions) }.SelectMany(type => type.Assembly.GetTypes())
                .SelectMany(type => type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)).Where(p => p.IsDefined(typeof(RangeAttribute))),
        ];

        Assert.True(ranged.Length > 60, $"only {ranged.Length}");
        Assert.All(ranged, property =>
        {
            Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            Assert.Equal((property.DeclaringType, property.Name, type == typeof(float) ? typeof(double) : type), (property.DeclaringType, property.Name, property.GetCustomAttribute<RangeAttribute>()!.OperandType));
        });
    }

    [Fact]
    public void Read_SeveralFaults_ReportsThemTogetherInOrder()
    {
        ConfigException exception = Assert.Throws<ConfigException>(() => Read("""
            output_dir: out
            seed: many
            model: { encoder: { hidden_size: 2 }, tokenizer: tok }
            data: { batch_size: 0 }
            """));

        Assert.Equal(
            [
                "  - line 2, seed: expected a whole number, is 'many'",
                "  - line 3, model.encoder.hidden_size: must be between 8 and 8192, is 2",
                "  - line 4, data.train: required, but missing",
            ],
            exception.Message.Split('\n')[1..]);
    }

    [Theory]
    [InlineData("model.output_bias", "has no effect without expansion", "model={ expansion: false, lexical_prior: {}, output_bias: -2 }")]
    [InlineData("encode", "expansion_share: has no effect without expansion", "model.expansion=false", "model.lexical_prior={}", "encode.expansion_share=0.5")]
    [InlineData("encode", "families: has no effect with variants.family 0", "encode={ families: f, variants: { family: 0 } }")]
    [InlineData("loss.margin", "has no effect with lambda_margin 0", "loss.margin=1.5")]
    [InlineData("loss.positive_ceiling", "has no effect with lambda_positive 0", "loss.positive_ceiling=2")]
    [InlineData("loss.flops_warmup_ratio", "has no effect with lambda_flops 0", "loss.flops_warmup_ratio=0.1")]
    [InlineData("loss.idf", "has no effect with lambda_flops 0", "loss.idf={ alpha: 4 }", "data.idf=weights")]
    [InlineData("loss.min_act_threshold", "has no effect with lambda_min_act 0", "loss.min_act_threshold=1")]
    [InlineData("loss.min_act_top_k", "has no effect with lambda_min_act 0", "loss.min_act_top_k=5")]
    [InlineData("loss", "temperature and in_batch_negatives act on infonce, whose weight is 0", "loss={ lambda_infonce: 0, in_batch_negatives: false }")]
    [InlineData("loss", "lambda_margin needs negatives", "loss.lambda_margin=1", "data.negatives_per_query=0")]
    [InlineData("loss", "in_batch_negatives: false needs negatives", "loss.in_batch_negatives=false", "data.negatives_per_query=0")]
    [InlineData("data", "stopwords have no effect", "data.stopwords=v26")]
    public void Read_SettingThatCannotAct_IsRefused_Issue18(string setting, string reason, params string[] overrides)
    {
        ConfigException exception = Assert.Throws<ConfigException>(() => Read(Good, overrides));

        Assert.Contains($"{setting}: {reason}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ConfigsThatComeAlong_AreValid()
    {
        string[] paths = Directory.GetFiles(Path.Combine(Repository.Root, "configs"), "*.yaml");

        Assert.True(paths.Length >= 7, $"{paths.Length} configs");
        foreach (string path in paths)
        {
            string name = Path.GetFileName(path);
            _ = name is "mini_terms.yaml" or "base_terms.yaml" ? (object)ConfigReader.Read<FitConfig>(path)
                : name == "base.yaml" ? ConfigReader.Read<ExpansionConfig>(path)
                : name.StartsWith("pretrain", StringComparison.Ordinal) ? ConfigReader.Read<PretrainingConfig>(path)
                : name.StartsWith("transfer", StringComparison.Ordinal) ? ConfigReader.Read<TransferConfig>(path)
                : ConfigReader.Read<TrainingConfig>(path);
        }
    }

    [Fact]
    public void Read_Overrides_WinInOrder()
    {
        TrainingConfig config = Read(
            Good + "\nseed: 1", "seed=2", "seed=3", "training.epochs=7", "model.context_gate={ hidden: 32 }", "encode.query_encoder=model",
            "knowledge_distillation.teacher_model=models/teacher");

        Assert.Equal((3, 7, 32), (config.Seed, config.Training.Epochs, config.Model.ContextGate!.Hidden));
        Assert.Equal(QueryEncoding.Model, config.Encode.QueryEncoder);
        Assert.Equal("models/teacher", config.KnowledgeDistillation!.TeacherModel);
    }

    [Theory]
    [InlineData("training.epochs=0", "--set, training.epochs: must be between 1 and 100000, is 0")]
    [InlineData("training.epoch=2", "--set, training.epoch: unknown setting; did you mean 'epochs'?")]
    [InlineData("data.stopwords=v99", "--set, data.stopwords: must be v25 or v26")]
    [InlineData("epochs", "--set epochs: expected path=value")]
    [InlineData("seed.more=1", "'seed' is a value, not a group of settings")]
    public void Read_BadOverride_NamesIt(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<ConfigException>(() => Read(Good + "\nseed: 1", text)).Message, StringComparison.Ordinal);

    /// <summary>A config of before says where its settings went.</summary>
    [Theory]
    [InlineData("model.max_length=64", "write it as encode.max_length")]
    [InlineData("model.query_encoder=idf", "write it as encode.query_encoder")]
    [InlineData("model.pruning={ max_terms: 5 }", "write it as encode.pruning")]
    public void Read_SettingThatHasMoved_SaysWhere_Issue18(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<ConfigException>(() => Read(Good, text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("data.train=a.jsonl", "a.jsonl")]
    [InlineData("data.train=[a.jsonl, b/*.jsonl]", "a.jsonl b/*.jsonl")]
    public void Read_ListOfOne_NeedsNoBrackets(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Read(Good + "\nseed: 1", text).Data.Train));

    [Fact]
    public void ToYaml_ResolvedConfig_ReadsBackTheSame()
    {
        using TinyRun tiny = new();
        TrainingConfig config = tiny.Config();

        TrainingConfig again = Read(ConfigWriter.ToYaml(config));

        Assert.Equal(ConfigWriter.ToYaml(config), ConfigWriter.ToYaml(again));
        Assert.Equal(config.Loss, again.Loss);
        Assert.Equal(config.Model, again.Model);
        Assert.Equal(config.Training, again.Training);
        Assert.Equal(config.Curriculum[0].DataWeights, again.Curriculum[0].DataWeights);
    }

    private TrainingConfig Read(string yaml, params string[] overrides)
    {
        string path = Path.Combine(_folder.FullName, "run.yaml");
        File.WriteAllText(path, yaml);
        return ConfigReader.Read<TrainingConfig>(path, overrides);
    }
}
