using KoSparse.Training.Runs;

namespace KoSparse.Torch.Tests.Training.Runs;

/// <summary>What a program asks about runs.</summary>
public sealed class RunQuestionsTests : IDisposable
{
    private readonly DirectoryInfo _outputs = Directory.CreateTempSubdirectory("kosparse-runs-");

    public void Dispose() => _outputs.Delete(recursive: true);

    [Fact]
    public void Find_NameInOutputs_IsThatRun() => Assert.Equal(Run("one").Path, RunFolder.Find("one", _outputs.FullName).Path);

    [Fact]
    public void Find_UnknownName_ListsTheRuns()
    {
        RunFolder run = Run("one");

        RunException fault = Assert.Throws<RunException>(() => RunFolder.Find("two", _outputs.FullName));

        Assert.EndsWith($"There are: {run.Path}.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FinishAsync_CrashedRun_IsGoneOnWith()
    {
        RunFolder run = Run("one");
        RunStatusFile status = new(run.Path, 4, TimeProvider.System);
        status.Write(RunState.Running, 1); // the last word of a process that is gone
        List<string> told = [];

        int code = await RunWait.FinishAsync(
            run,
            (_, _) =>
            {
                status.Write(RunState.Finished, 4);
                return Task.FromResult(0);
            },
            told.Add);

        Assert.Equal(0, code);
        Assert.Contains("it crashed after step 1 of 4.", told[0], StringComparison.Ordinal);
        Assert.Equal($"{run.Path}: it is finished.", told[1]);
    }

    [Fact]
    public async Task RunAsync_NobodyTrains_SaysWhatBecameOfTheRun()
    {
        RunFolder run = Run("one");
        new RunStatusFile(run.Path, 4, TimeProvider.System).Write(RunState.Stopped, 2);

        RunException fault = await Assert.ThrowsAsync<RunException>(() => RunStop.RunAsync(run));

        Assert.Equal($"{run.Path}: nobody trains it; it was stopped and saved after step 2 of 4.", fault.Message);
    }

    private RunFolder Run(string name)
    {
        RunFolder run = new(Path.Combine(_outputs.FullName, name));
        Directory.CreateDirectory(run.Path);
        File.WriteAllText(run.LogFile, "");
        return run;
    }
}
