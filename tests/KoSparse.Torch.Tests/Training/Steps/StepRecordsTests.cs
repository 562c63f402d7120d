using KoSparse.Training.Steps;

namespace KoSparse.Torch.Tests.Training.Steps;

public sealed class StepRecordsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-records-");

    private StepRecords Records => new(Path.Combine(_folder.FullName, "steps"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(0, null)]
    [InlineData(3, "not done yet")]
    public async Task RunAsync_WorkWithACode_IsRememberedWhenItWentWell(int code, string? reason)
    {
        PipelineStep step = new("count", "count words", _ => Task.FromResult(code));

        Assert.Equal(code, await Records.RunAsync(step, CancellationToken.None));

        Assert.Equal(reason, Records.ReasonToRun(step));
    }

    [Fact]
    public async Task ReasonToRun_OtherCommand_IsToRunAgain()
    {
        PipelineStep step = new("count", "count words", _ => Task.FromResult(0));
        await Records.RunAsync(step, CancellationToken.None);

        Assert.Equal("its arguments changed", Records.ReasonToRun(step with { Command = "count letters" }));
    }
}
