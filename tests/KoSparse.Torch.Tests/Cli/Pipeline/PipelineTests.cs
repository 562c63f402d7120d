using KoSparse.Cli.Pipeline;
using KoSparse.Cli.Steps;
using KoSparse.Configuration;
using KoSparse.Training.FineTuning;
using KoSparse.Training.Runs;
using KoSparse.Training.Steps;

namespace KoSparse.Torch.Tests.Cli.Pipeline;

public sealed class PipelineTests : IDisposable
{
    private readonly TinyRun _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task Pipeline_ThreeTimes_DoesWhatIsMissing()
    {
        CommandLine first = await RunAsync();
        CommandLine second = await RunAsync();
        File.Delete(_tiny.File("run/eval/context.json"));
        CommandLine third = await RunAsync();

        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.Equal(
            ["verify", "quick", "train", "evaluate language", "evaluate context", "evaluate sparsity", "benchmark", "convert"],
            Ran(first).Except(["prepare korean-tokens", "prepare idf", "prepare stopwords"]));
        Assert.All(
            new[] { "idf/korean_token_ids.json", "run_quick/training_complete.flag", "run/training_complete.flag", "run/eval/validation/metrics.json", "hf/README.md" },
            file => Assert.True(File.Exists(_tiny.File(file)), file));
        Assert.Equal((0, ""), (second.Code, second.Error));
        Assert.Empty(Ran(second));
        Assert.Contains("train: done before", second.Output, StringComparison.Ordinal);
        Assert.Equal(["evaluate context", "convert"], Ran(third)); // the model card holds the figure
    }

    [Fact]
    public async Task Pipeline_ConfigNewerThanTheFinishedRun_RefusesToCallThatTrained()
    {
        await RunAsync();
        File.SetLastWriteTimeUtc(_tiny.ConfigPath, DateTime.UtcNow.AddMinutes(1));

        CommandLine line = await RunAsync();

        Assert.Equal(1, line.Code);
        Assert.Contains($"{_tiny.ConfigPath} is newer than", line.Error, StringComparison.Ordinal);
        Assert.Contains("but the run is complete. Move its folder away", line.Error, StringComparison.Ordinal);
    }

    /// <summary>Runs share a folder of IDF weights: another corpus must not change it under those that were trained with it.</summary>
    [Theory]
    [InlineData(true, "others was trained with it. Count into another folder (--set data.idf=...), or remove")]
    [InlineData(false, null)]
    public void Steps_IdfThatAnotherRunHas_IsKept_Issue19(bool sameFolder, string? expected)
    {
        TrainingConfig config = ConfigReader.Read<TrainingConfig>(_tiny.ConfigPath);
        RunFolder own = new(config.OutputDir), others = new(_tiny.File("others"));
        Directory.CreateDirectory(own.Path);
        Directory.CreateDirectory(others.Path);
        own.WriteConfig(config);
        others.WriteConfig(config with { Data = config.Data with { Idf = sameFolder ? config.Data.Idf : _tiny.File("elsewhere") } });
        var plan = new PipelinePlan(_tiny.ConfigPath, [], config, new CommandSteps((_, _) => Task.FromResult(0)));

        PipelineStep idf = plan.Steps(["other.jsonl"], null, "hf", [own, others]).Single(step => step.Title == "prepare idf");

        Assert.Equal(expected is null, idf.Kept is null);
        Assert.Contains(expected ?? "", idf.Kept ?? "", StringComparison.Ordinal);
    }

    /// <summary>Titles of the steps that ran: their lines end with the seconds that they took.</summary>
    private static string[] Ran(CommandLine line) =>
    [
        .. line.Output.Split('\n').Where(l => l.StartsWith("── ", StringComparison.Ordinal) && l.EndsWith(" s", StringComparison.Ordinal))
            .Select(l => l[3..l.LastIndexOf(':')]),
    ];

    private async Task<CommandLine> RunAsync()
    {
        string? data = Environment.GetEnvironmentVariable("KOSPARSE_DATA");
        Environment.SetEnvironmentVariable("KOSPARSE_DATA", _tiny.File("no_data"));
        try
        {
            return await CommandLine.RunAsync(
                "pipeline", _tiny.ConfigPath, "--corpus", _tiny.File("validation/corpus.jsonl"), "--benchmark", _tiny.File("validation"),
                "--export", _tiny.File("hf"), "--set", "curriculum=[]", "--set", "encode.query_encoder=idf");
        }
        finally
        {
            Environment.SetEnvironmentVariable("KOSPARSE_DATA", data);
        }
    }
}
