using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Encoding.Networks;
using KoSparse.Modeling.Networks;
using KoSparse.Training.Batches;
using KoSparse.Training.Building;
using KoSparse.Training.Curriculum;
using KoSparse.Training.FineTuning;
using KoSparse.Training.Loops;
using KoSparse.Training.Losses;
using KoSparse.Training.Mining;
using KoSparse.Training.Optimization;
using KoSparse.Training.Teachers;
using KoSparse.Vectors;
using Change = System.Func<KoSparse.Training.FineTuning.TrainingConfig, KoSparse.Torch.Tests.TinyRun, KoSparse.Training.FineTuning.TrainingConfig>;

namespace KoSparse.Torch.Tests.Training.FineTuning;

/// <summary>Every setting of a config acts: another value gives other losses, weights, files, schedule, or an error.</summary>
public sealed class SettingsTests(SettingsTests.Baseline baseline) : IClassFixture<SettingsTests.Baseline>
{
    /// <summary>How an outcome begins that is an error.</summary>
    private const string Refusal = "refused: ";

    /// <summary>Settings whose other value is refused, which shows that it is looked at; all others give another model.</summary>
    private static readonly HashSet<string> RefusedSettings =
        ["model.tokenizer", "encode.families", "data.skip_bad_lines", "validation.folder", "training.device"];

    /// <summary>Another value of each setting, in a config in which it can act.</summary>
    private static readonly Dictionary<string, Change> Changes = new()
    {
        ["output_dir"] = (c, run) => c with { OutputDir = run.File("elsewhere") },
        ["seed"] = (c, _) => c with { Seed = 2 },
        ["model.name"] = (c, run) => c with { Model = c.Model with { Name = run.File("teacher"), Encoder = null } },
        ["model.layers"] = (c, run) => c with { Model = c.Model with { Name = run.File("teacher"), Encoder = null, Layers = 1 } },
        ["model.encoder.hidden_size"] = Encoder(e => e with { HiddenSize = 24 }),
        ["model.encoder.layers"] = Encoder(e => e with { Layers = 2 }),
        ["model.encoder.heads"] = Encoder(e => e with { Heads = 4 }),
        ["model.encoder.intermediate_size"] = Encoder(e => e with { IntermediateSize = 40 }),
        ["model.encoder.max_positions"] = Encoder(e => e with { MaxPositions = 50 }),
        ["model.encoder.dropout"] = Encoder(e => e with { Dropout = 0.2 }),
        ["model.tokenizer"] = Model((m, run) => m with { Tokenizer = run.File("none") }),
        ["encode.query_encoder"] = Encode((m, _) => m with { QueryEncoder = QueryEncoding.Idf }),
        ["encode.max_windows"] = Encode((m, _) => m with { MaxWindows = 1 }),
        ["encode.max_length"] = Encode((m, _) => m with { MaxLength = 9 }),
        ["model.expansion"] = (c, _) => c with
        {
            Model = c.Model with { Expansion = false, ContextGate = null },
            Loss = c.Loss with { LambdaSelf = 0, LambdaPositive = 0 },
        },
        ["model.activation"] = Model((m, _) => m with { Activation = Activation.Log1pRelu }),
        ["encode.expansion_share"] = Encode((m, _) => m with { ExpansionShare = 0.2 }),
        ["encode.expansion_terms"] = Encode((m, _) => m with { ExpansionTerms = 3 }),
        ["model.head"] = Model((m, run) => m with { Head = run.File("teacher") }),
        ["model.frozen_encoder"] = (c, run) => c with { Model = c.Model with { Name = run.File("teacher"), Encoder = null, FrozenEncoder = true } },
        ["model.output_bias"] = Model((m, _) => m with { OutputBias = -1 }),
        ["model.context_gate.hidden"] = Gate(g => g with { Hidden = 9 }),
        ["model.context_gate.heads"] = Gate(g => g with { Heads = 4 }),
        ["model.context_gate.dropout"] = Gate(g => g with { Dropout = 0.3 }),
        ["model.context_gate.initial_bias"] = Gate(g => g with { InitialBias = 1 }),
        ["model.lexical_prior.k1"] = Lexical(l => l with { K1 = 2 }),
        ["model.lexical_prior.b"] = Lexical(l => l with { B = 0.5 }),
        ["model.lexical_prior.title_weight"] = Lexical(l => l with { TitleWeight = 3 }),
        ["model.lexical_prior.learned_share"] = Lexical(l => l with { LearnedShare = 0.5 }),
        ["model.lexical_prior.average_length"] = Lexical(l => l with { AverageLength = 50 }),
        ["encode.variants.word_start"] = Encode((m, _) => m with { Variants = new VariantOptions { WordStart = 1, Syllable = 0 } }), // ##에 gives 에
        ["encode.variants.syllable"] = Encode((m, _) => m with { Variants = new VariantOptions { WordStart = 0, Syllable = 1 } }), // 화가 gives ##가
        ["encode.variants.family"] = Encode((m, run) => m with { Variants = new VariantOptions { WordStart = 0, Syllable = 0, Family = 1 }, Families = run.File("families") }), // 등대 gives 에
        ["encode.families"] = Encode((m, run) => m with { Variants = new VariantOptions { WordStart = 0, Syllable = 0 }, Families = run.File("none") }),
        ["encode.pruning.max_terms"] = Encode((m, _) => m with { Pruning = new PruningOptions { MaxTerms = 2 } }),
        ["encode.pruning.foreign_ratio"] = Encode((m, _) => m with { Pruning = new PruningOptions { ForeignRatio = 0.95f } }),
        ["encode.pruning.max_ratio"] = Encode((m, _) => m with { Pruning = new PruningOptions { MaxRatio = 0.95f } }),
        ["data.train"] = Data((d, run) => d with { Train = [run.File("other.jsonl")] }),
        ["data.idf"] = Data((d, run) => d with { Idf = run.File("other_idf") }),
        ["data.stopwords"] = Data((d, _) => d with { Stopwords = null }),
        ["data.batch_size"] = Data((d, _) => d with { BatchSize = 4 }),
        ["data.negatives_per_query"] = Data((d, _) => d with { NegativesPerQuery = 2 }),
        ["data.untitled_share"] = Data((d, _) => d with { UntitledShare = 0.5 }),
        ["data.samples_per_epoch"] = Data((d, _) => d with { SamplesPerEpoch = 48 }),
        ["data.max_samples"] = Data((d, _) => d with { MaxSamples = 20 }),
        ["data.skip_bad_lines"] = Data((d, _) => d with { SkipBadLines = false }),
        ["loss.similarity"] = Loss(l => l with { Similarity = Similarity.Dot }),
        ["loss.temperature"] = Loss(l => l with { Temperature = 0.5 }),
        ["loss.lambda_infonce"] = Loss(l => l with { LambdaInfonce = 3 }),
        ["loss.in_batch_negatives"] = Loss(l => l with { InBatchNegatives = false }),
        ["loss.lambda_self"] = Loss(l => l with { LambdaSelf = 0 }),
        ["loss.lambda_positive"] = Loss(l => l with { LambdaPositive = 0 }),
        ["loss.positive_ceiling"] = Loss(l => l with { PositiveCeiling = 2 }),
        ["loss.lambda_margin"] = Loss(l => l with { LambdaMargin = 0 }),
        ["loss.margin"] = Loss(l => l with { Margin = 0.8 }),
        ["loss.lambda_flops"] = Loss(l => l with { LambdaFlops = 0.02 }),
        ["loss.flops_warmup_ratio"] = Loss(l => l with { FlopsWarmupRatio = 0 }),
        ["loss.lambda_min_act"] = Loss(l => l with { LambdaMinAct = 0 }),
        ["loss.min_act_threshold"] = Loss(l => l with { MinActThreshold = 7 }),
        ["loss.min_act_top_k"] = Loss(l => l with { MinActTopK = 3 }),
        ["loss.idf.alpha"] = Idf(i => i with { Alpha = 1 }),
        ["loss.idf.beta"] = Idf(i => i with { Beta = 0.6 }),
        ["loss.idf.stopword_penalty"] = Idf(i => i with { StopwordPenalty = 20 }),
        ["loss.idf.special_token_penalty"] = Idf(i => i with { SpecialTokenPenalty = 0 }),
        ["loss.language.lambda_language"] = Language(l => l with { LambdaLanguage = 0.3 }),
        ["loss.language.non_korean_penalty"] = Language(l => l with { NonKoreanPenalty = 5 }),
        ["loss.language.warmup_ratio"] = Language(l => l with { WarmupRatio = 0 }),
        ["knowledge_distillation.teacher_model"] = Teacher(t => t with { TeacherModel = null }),
        ["knowledge_distillation.lambda_kd"] = Teacher(t => t with { LambdaKd = 3 }),
        ["knowledge_distillation.kd_temperature"] = Teacher(t => t with { KdTemperature = 1 }),
        ["knowledge_distillation.lambda_margin_mse"] = Teacher(t => t with { LambdaMarginMse = 1 }),
        ["knowledge_distillation.warmup_epochs"] = Teacher(t => t with { WarmupEpochs = 1 }),
        ["knowledge_distillation.annealing_epochs"] = Teacher(t => t with { AnnealingEpochs = 1 }),
        ["knowledge_distillation.use_context_aware_kd"] = Teacher(t => t with { UseContextAwareKd = false }),
        ["knowledge_distillation.context_kd_weight"] = Teacher(t => t with { ContextKdWeight = 2 }),
        ["knowledge_distillation.context_kd_temperature"] = Teacher(t => t with { ContextKdTemperature = 0.5 }),
        ["knowledge_distillation.teacher_max_length"] = Teacher(t => t with { TeacherMaxLength = 6 }),
        ["hard_negative_mining.mine_every_n_epochs"] = Mining(m => m with { MineEveryNEpochs = 2 }),
        ["hard_negative_mining.from_start"] = Mining(m => m with { FromStart = true }),
        ["hard_negative_mining.num_hard_negatives"] = Mining(m => m with { NumHardNegatives = 1 }),
        ["hard_negative_mining.false_negative_margin"] = Mining(m => m with { FalseNegativeMargin = 0.5 }),
        ["hard_negative_mining.pair_types"] = Mining(m => m with { PairTypes = ["hard_neg"] }),
        ["hard_negative_mining.max_queries"] = Mining(m => m with { MaxQueries = 5 }),
        ["hard_negative_mining.max_documents"] = Mining(m => m with { MaxQueries = 5, MaxDocuments = 7 }),
        ["curriculum.from_epoch"] = (c, _) => c with { Curriculum = [c.Curriculum[0] with { ToEpoch = 2 }, c.Curriculum[1] with { FromEpoch = 3, ToEpoch = 3 }] },
        ["curriculum.to_epoch"] = (c, _) => c with { Curriculum = [c.Curriculum[0] with { ToEpoch = 2 }] },
        ["curriculum.temperature"] = Phase(p => p with { Temperature = 0.5 }),
        ["curriculum.lambda_infonce"] = Phase(p => p with { LambdaInfonce = 5 }),
        ["curriculum.lambda_kd"] = Phase(p => p with { LambdaKd = 5 }),
        ["curriculum.learning_rate_scale"] = Phase(p => p with { LearningRateScale = 0.1 }),
        ["curriculum.data_weights"] = Phase(p => p with { DataWeights = new Dictionary<string, double> { ["original"] = 1 } }),
        ["training.epochs"] = Training(t => t with { Epochs = 1 }),
        ["training.max_steps"] = Training(t => t with { MaxSteps = 3 }),
        ["training.learning_rate"] = Training(t => t with { LearningRate = 0.02 }),
        ["training.warmup_ratio"] = Training(t => t with { WarmupRatio = 0.5 }),
        ["training.weight_decay"] = Training(t => t with { WeightDecay = 0 }),
        ["training.max_grad_norm"] = Training(t => t with { MaxGradNorm = 0.1 }),
        ["training.average_decay"] = Training(t => t with { AverageDecay = 0.9 }),
        ["training.gradient_accumulation_steps"] = Training(t => t with { GradientAccumulationSteps = 1 }),
        ["training.save_every_epochs"] = Training(t => t with { SaveEveryEpochs = 2 }),
        ["training.save_every_steps"] = Training(t => t with { SaveEverySteps = 1 }),
        ["training.keep_checkpoints"] = Training(t => t with { KeepCheckpoints = 1 }),
        ["training.log_every_steps"] = Training(t => t with { LogEverySteps = 2 }),
        ["training.device"] = Training(t => t with { Device = "cuda:9" }),
        ["validation.folder"] = (c, run) => c with { Validation = c.Validation! with { Folder = run.File("none") } },
        ["validation.max_documents"] = (c, _) => c with { Validation = c.Validation! with { MaxDocuments = 60 } },
        ["validation.every_steps"] = (c, _) => c with { Validation = c.Validation! with { EverySteps = 1 } },
    };

    public static TheoryData<string> Settings { get; } = [.. Leaves(typeof(TrainingConfig), "")];

    [Fact]
    public void Run_SameConfig_HasTheSameOutcome()
    {
        using TinyRun run = new();

        Assert.Equal(baseline.Outcome, Outcome(run.Config(), run));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Run_OtherValue_HasAnotherOutcome(string setting)
    {
        Assert.True(Changes.ContainsKey(setting), $"{setting} has no other value in this test: give it one.");

        string outcome = Outcome(Changes[setting](baseline.Run.Config(), baseline.Run), baseline.Run);

        Assert.NotEqual(baseline.Outcome, outcome);
        Assert.True(RefusedSettings.Contains(setting) == outcome.StartsWith(Refusal, StringComparison.Ordinal), $"{setting}: {outcome}");
    }

    [Fact]
    public void Changes_OfEverySetting_NameOnesThatExist() => Assert.Empty(Changes.Keys.Except(Leaves(typeof(TrainingConfig), "")));

    private static Change Encoder(Func<EncoderSizes, EncoderSizes> change) =>
        (c, _) => c with { Model = c.Model with { Encoder = change(c.Model.Encoder!) } };

    private static Change Model(Func<ModelOptions, TinyRun, ModelOptions> change) => (c, run) => c with { Model = change(c.Model, run) };

    private static Change Encode(Func<EncodeOptions, TinyRun, EncodeOptions> change) => (c, run) => c with { Encode = change(c.Encode, run) };

    private static Change Gate(Func<ContextGateOptions, ContextGateOptions> change) =>
        (c, _) => c with { Model = c.Model with { ContextGate = change(c.Model.ContextGate!) } };

    private static Change Lexical(Func<LexicalPriorOptions, LexicalPriorOptions> change) =>
        (c, _) => c with { Model = c.Model with { LexicalPrior = change(c.Model.LexicalPrior!) } };

    private static Change Data(Func<DataOptions, TinyRun, DataOptions> change) => (c, run) => c with { Data = change(c.Data, run) };

    private static Change Loss(Func<LossOptions, LossOptions> change) => (c, _) => c with { Loss = change(c.Loss) };

    private static Change Idf(Func<IdfFlopsOptions, IdfFlopsOptions> change) => Loss(l => l with { Idf = change(l.Idf!) });

    private static Change Language(Func<LanguageOptions, LanguageOptions> change) => Loss(l => l with { Language = change(l.Language!) });

    private static Change Teacher(Func<DistillationOptions, DistillationOptions> change) =>
        (c, _) => c with { KnowledgeDistillation = change(c.KnowledgeDistillation!) };

    private static Change Mining(Func<MiningOptions, MiningOptions> change) =>
        (c, _) => c with { HardNegativeMining = change(c.HardNegativeMining!) };

    private static Change Phase(Func<CurriculumPhase, CurriculumPhase> change) =>
        (c, _) => c with { Curriculum = [change(c.Curriculum[0]), c.Curriculum[1]] };

    private static Change Training(Func<TrainingOptions, TrainingOptions> change) => (c, _) => c with { Training = change(c.Training) };

    /// <summary>Names of all settings below a record, as a config file has them.</summary>
    private static IEnumerable<string> Leaves(Type type, string prefix) =>
        type.GetProperties().Where(p => p.CanWrite).SelectMany(property =>
        {
            string name = prefix + JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            Type inner = property.PropertyType is { IsGenericType: true } generic && generic.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
                ? generic.GetGenericArguments()[0]
                : property.PropertyType;
            bool isGroup = inner.GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance) is not null;
            return isGroup ? Leaves(inner, name + ".") : [name];
        });

    /// <summary>All that a run leaves behind but times: losses and rates by step, files, a sum of the weights, the best model, the terms of a long document; or its error.</summary>
    private static string Outcome(TrainingConfig config, TinyRun tiny)
    {
        foreach (string folder in (string[])[tiny.OutputFolder, tiny.File("elsewhere")])
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        try
        {
            using var run = new TrainingRun(config);
            using TrainingLoop trainer = Trainer.Open(run, TimeProvider.System, _ => { });
            _ = trainer.Run(resume: false, CancellationToken.None);
            JsonNode saved = JsonNode.Parse(File.ReadAllText(Path.Combine(config.OutputDir, "training_history.json")))!;
            IEnumerable<string> history = saved.AsArray().Select(h => string.Join(' ', h!["values"]!.AsObject()
                .Where(v => v.Key != "tokens_per_second")
                .Select(v => string.Create(CultureInfo.InvariantCulture, $"{h["step"]} {v.Key} {(double)v.Value!:R}"))));
            IEnumerable<string> weights = run.Model.named_parameters().Select(p => string.Create(
                CultureInfo.InvariantCulture, $"{p.name} {p.parameter.numel()} {p.parameter.abs().sum().item<float>():R}"));
            static int Terms(TrainingRun run) => new SparseEncoder(run.Parts, new Lazy<INetwork>(new TorchNetwork(run.Model)))
                .EncodeDocuments([Document.Of(string.Join(' ', Enumerable.Range(0, 6).Select(TinyText.Sentence)))])[0].Count;
            using IDisposable evaluating = run.Model.Evaluating();
            IEnumerable<string> files = Directory.GetDirectories(config.OutputDir).Order(StringComparer.Ordinal).Select(f => Path.GetFileName(f)!);
            return string.Join('\n', [Path.GetFileName(config.OutputDir), .. history, .. weights, BestModel(config), .. files, $"{Terms(run)} terms"]);
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            return $"{Refusal}{exception.GetType().Name}: {exception.Message}";
        }
    }

    private static string BestModel(TrainingConfig config) =>
        DataFiles.Hash(Path.Combine(config.OutputDir, "best_model", ModelFolder.WeightsFile));

    /// <summary>The run that all others are compared with.</summary>
    public sealed class Baseline : IDisposable
    {
        public Baseline()
        {
            Outcome = SettingsTests.Outcome(Run.Config(), Run);
            Assert.Contains("loss/context_kd", Outcome, StringComparison.Ordinal);
        }

        internal TinyRun Run { get; } = new();

        internal string Outcome { get; }

        public void Dispose() => Run.Dispose();
    }
}
