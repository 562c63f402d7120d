using KoSparse.Configuration;
using KoSparse.Training.Checkpoints;
using KoSparse.Training.FineTuning;
using KoSparse.Training.Loops;
using KoSparse.Training.Losses;
using KoSparse.Training.Telemetry;

namespace KoSparse.Torch.Tests.Training.FineTuning;

/// <summary>The recipes that come with KoSparse: exactly their terms act, with the weights of the design's table.</summary>
public sealed class RecipeTests : IDisposable
{
    private const double Tolerance = 1e-4; // of sums in single precision

    private readonly TinyRun _tiny = new();

    /// <summary>Weights by phase; one number where the phases do not differ.</summary>
    private static readonly Dictionary<string, Dictionary<string, double[]>> Weights = new()
    {
        ["v22"] = new() { ["infonce"] = [1, 1.5, 2], ["self"] = [4], ["positive"] = [10], ["margin"] = [2.5], ["min_act"] = [1], ["flops"] = [.005] },
        ["v24"] = new(Later) { ["flops"] = [.002] },
        ["v25"] = new(Later) { ["idf_flops"] = [.002] },
        ["v26"] = new(Later) { ["idf_flops"] = [.010] },
        ["v27"] = new(Later) { ["idf_flops"] = [.010] },
        ["v28"] = new(Later) { ["idf_flops"] = [.010], ["language"] = [.5], ["context_kd"] = [1] },
    };

    private static Dictionary<string, double[]> Later => new()
    {
        ["infonce"] = [2.5, 3, 3],
        ["self"] = [.5],
        ["positive"] = [2],
        ["min_act"] = [1],
        ["kd"] = [2.5, 1.5, .8],
    };

    public static TheoryData<string> Versions { get; } = [.. Weights.Keys];

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [MemberData(nameof(Versions))]
    public void Run_EveryPhaseOfARecipe_AddsExactlyItsTerms(string version)
    {
        TrainingConfig config = Read(version, Tiny(version));
        using var run = new TrainingRun(config);
        List<string> log = [];
        using TrainingLoop trainer = Trainer.Open(run, TimeProvider.System, log.Add);

        TrainingState state = trainer.Run(resume: false, CancellationToken.None);

        Assert.Equal(config.Training.Epochs, state.Step); // a step an epoch
        Assert.Equal(Weights[version].Keys.Order(), run.Terms.Select(t => t.Name).Order());
        Assert.Contains(log, line => line.StartsWith("Note: data_weights name single_term, multi_term", StringComparison.Ordinal)); // the tiny data has neither
        IReadOnlyList<HistoryEntry> history = [.. RunLog.ReadHistory(Path.Combine(config.OutputDir, "training_history.json"))];
        Assert.NotEmpty(history);
        foreach (HistoryEntry entry in history)
        {
            int phase = config.Curriculum.TakeWhile(p => p.ToEpoch < entry.Epoch).Count();
            double sum = Weights[version].Sum(term => Weight(term.Value, phase) * Ramp(term.Key, entry, state) * entry.Values[$"loss/{term.Key}"]);
            Assert.InRange(entry.Values["loss/total"] / sum, 1 - Tolerance, 1 + Tolerance);
            Assert.Equal(Weights[version].Count, entry.Values.Keys.Count(name => name.StartsWith("loss/", StringComparison.Ordinal)) - 1);
        }
    }

    [Theory] // batch, accumulation, length, epochs, learning rate, margin, flops' cost (alpha, stopword, special)
    [InlineData("v22", 64, 1, 64, 30, 3e-6, 1.5, null)]
    [InlineData("v24", 48, 2, 192, 25, 3e-5, .3, null)]
    [InlineData("v25", 48, 2, 192, 25, 3e-5, .3, "2.5 5 0")]
    [InlineData("v26", 24, 4, 192, 25, 3e-5, .3, "4 15 100")]
    [InlineData("v27", 24, 4, 192, 25, 3e-5, .3, "4 15 100")]
    [InlineData("v28", 24, 4, 192, 25, 3e-5, .3, "4 15 100")]
    public void Read_Recipe_HasTheConstantsOfTheDesign(
        string version, int batch, int accumulation, int length, int epochs, double rate, double margin, string? costs)
    {
        TrainingConfig config = Read(version);

        Assert.Equal((batch, accumulation, length), (config.Data.BatchSize, config.Training.GradientAccumulationSteps, config.Encode.MaxLength));
        Assert.Equal((epochs, rate, margin), (config.Training.Epochs, config.Training.LearningRate, config.Loss.Margin));
        Assert.Equal(costs, config.Loss.Idf is { } idf ? FormattableString.Invariant($"{idf.Alpha} {idf.StopwordPenalty} {idf.SpecialTokenPenalty}") : null);
        Assert.Equal(Similarity.Cosine, config.Loss.Similarity);
        Assert.Equal(version == "v22" ? [.07, .05, .03] : [.08, .05, .04], config.Curriculum.Select(p => p.Temperature!.Value));
        Assert.Equal([1, .5, .25], config.Curriculum.Select(p => p.LearningRateScale));
        Assert.Equal(version == "v27", config.Curriculum.All(p => p.DataWeights.ContainsKey("travel")));
        Assert.Equal($"outputs/train_{version}", config.OutputDir);
    }

    private static double Weight(double[] byPhase, int phase) => byPhase[Math.Min(phase, byPhase.Length - 1)];

    /// <summary>The language filter rises over the first tenth of the run.</summary>
    private static double Ramp(string term, HistoryEntry entry, TrainingState end) =>
        term == "language" ? Math.Min(1, entry.Step / (0.1 * end.Step)) : 1;

    private static TrainingConfig Read(string version, params string[] overrides) =>
        ConfigReader.Read<TrainingConfig>(Path.Combine(Repository.Root, "configs", $"train_{version}.yaml"), overrides);

    /// <summary>Other sizes and files; terms, weights and phases stay.</summary>
    private string[] Tiny(string version) =>
    [
        $"output_dir={_tiny.OutputFolder}", "model.name=null", $"model.tokenizer={_tiny.File("tokenizer")}", "encode.max_length=24",
        "model.encoder={ hidden_size: 16, layers: 1, heads: 2, intermediate_size: 32, max_positions: 40 }",
        $"data.train={_tiny.File("train.jsonl")}", $"data.idf={_tiny.File("idf")}", "data.batch_size=8", "data.samples_per_epoch=8",
        "data.skip_bad_lines=true", "validation=null", "training.log_every_steps=1", "training.save_every_epochs=100",
        .. version != "v22" ? [$"knowledge_distillation.teacher_model={_tiny.File("teacher")}"] : Array.Empty<string>(),
    ];
}
