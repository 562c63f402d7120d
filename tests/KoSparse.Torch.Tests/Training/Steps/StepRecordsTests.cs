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

    /// <summary>Half of its files may be of the other command.</summary>
    [Fact]
    public async Task ReasonToRun_BegunWithOtherArguments_IsNotDoneWithThoseOfBefore_Issue19()
    {
        PipelineStep step = new("count", "count words", _ => Task.FromResult(0));
        await Records.RunAsync(step, CancellationToken.None);

        await Records.RunAsync(step with { Command = "count letters", Work = _ => Task.FromResult(3) }, CancellationToken.None);

        Assert.Equal("it was begun with other arguments and not finished", Records.ReasonToRun(step));
        Assert.Equal(0, await Records.RunAsync(step, CancellationToken.None));
        Assert.Null(Records.ReasonToRun(step));
    }
}
