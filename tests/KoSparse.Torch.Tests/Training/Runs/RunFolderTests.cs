using KoSparse.Training.Runs;

namespace KoSparse.Torch.Tests.Training.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-runs-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Run => Path.Combine(_folder.FullName, "train_v28");

    [Fact]
    public void Take_SecondTime_SaysWhoTrainsAndHowToStop()
    {
        using RunLock held = RunLock.Take(Run);
        new RunStatusFile(Run, 100, TimeProvider.System).Write(RunState.Running, 7);

        RunBusyException exception = Assert.Throws<RunBusyException>(() => RunLock.Take(Run));

        Assert.Contains($"process {Environment.ProcessId} trains this run already, at step 7 of 100", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"'./kosparse stop {Run}'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_AfterDispose_Succeeds()
    {
        RunLock.Take(Run).Dispose();
        Assert.False(RunLock.IsHeld(Run));

        using RunLock again = RunLock.Take(Run);

        Assert.True(RunLock.IsHeld(Run));
    }

    [Fact]
    public void IsHeld_NoRun_IsFalseAndMakesNothing()
    {
        Assert.False(RunLock.IsHeld(Run));
        Assert.False(Directory.Exists(Run));
    }

    [Theory]
    [InlineData(RunState.Running, true, RunState.Running)]
    [InlineData(RunState.Running, false, RunState.Crashed)] // its process is gone without a word
    [InlineData(RunState.Stopped, true, RunState.Running)] // it goes on, and loads yet
    [InlineData(RunState.Stopped, false, RunState.Stopped)]
    [InlineData(RunState.Finished, false, RunState.Finished)]
    public void Status_WordAndLock_GiveTheState(RunState written, bool held, RunState expected)
    {
        using RunLock? taken = held ? RunLock.Take(Run) : null;
        Directory.CreateDirectory(Run);
        new RunStatusFile(Run, 100, TimeProvider.System).Write(written, 7);

        RunStatus status = new RunFolder(Run).Status();

        Assert.Equal((expected, 7, 100), (status.State, status.Step, status.TotalSteps));
    }

    [Theory]
    [InlineData(true, RunState.Finished)]
    [InlineData(false, RunState.Unknown)]
    public void Status_RunOfBefore_FollowsFromItsFlag(bool complete, RunState expected)
    {
        Directory.CreateDirectory(Run);
        if (complete)
        {
            File.WriteAllText(Path.Combine(Run, RunFolder.CompleteName), "{}");
        }

        Assert.Equal(expected, new RunFolder(Run).Status().State);
    }

    [Fact]
    public void Report_StepsWithinASecond_WritesTheFirstAlone()
    {
        Directory.CreateDirectory(Run);
        var clock = new SteppedClock();
        var file = new RunStatusFile(Run, 100, clock);

        foreach ((int step, double at) in (ReadOnlySpan<(int, double)>)[(1, 0), (2, 0.4), (3, 0.8), (4, 1.1), (5, 1.5)])
        {
            clock.Seconds = at;
            file.Report(new TrainingProgress(step, 100, 1, step == 4 ? double.NaN : 0.5, 1000, TimeSpan.FromSeconds(90), null, 42));
            Assert.Equal(step < 4 ? 1 : 4, RunStatusFile.Read(Run)!.Step);
        }

        TrainingProgress told = RunStatusFile.Read(Run)!.Progress!.Value;
        Assert.Equal((4, double.NaN, TimeSpan.FromSeconds(90), null, 42), (told.Step, told.Loss, told.Remaining, told.KoreanRatio, told.ActiveTerms));
    }

    [Fact]
    public void Under_NestedRuns_AreFoundByName()
    {
        foreach (string name in (string[])["train_v28", "quickstart/run", "train_v27"])
        {
            Directory.CreateDirectory(Path.Combine(_folder.FullName, name));
            File.WriteAllText(Path.Combine(_folder.FullName, name, RunFolder.LogName), "");
        }

        Assert.Equal(
            ["quickstart/run", "train_v27", "train_v28"],
            RunFolder.Under(_folder.FullName).Select(run => Path.GetRelativePath(_folder.FullName, run.Path)));
    }

    private sealed class SteppedClock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(Seconds * 1000);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(Seconds);
    }
}
