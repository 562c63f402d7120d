using KoSparse.Training.FineTuning;
using KoSparse.Training.Loops;
using KoSparse.Training.Runs;

namespace KoSparse.Torch.Tests.Cli.Running;

/// <summary>A training that waits for another one.</summary>
public sealed class RunWaitTests : IDisposable
{
    private readonly TinyRun _tiny = new();

    private string First => _tiny.File("first");

    private string Second => _tiny.File("second");

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task After_CrashedRun_FinishesItFirst()
    {
        TrainOneStep();
        new RunStatusFile(First, 4, TimeProvider.System).Write(RunState.Running, 1); // the last word of a process that is gone

        CommandLine line = await TrainSecondAsync();

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.Contains($"{First}: it crashed after step 1 of 4.", line.Output, StringComparison.Ordinal);
        Assert.Contains("Resumes after step 1 of 4.", line.Output, StringComparison.Ordinal);
        Assert.All(new[] { First, Second }, run => Assert.True(File.Exists(Path.Combine(run, RunFolder.CompleteName)), run));
    }

    [Fact]
    public async Task After_StoppedRun_IsNotTakenUp()
    {
        TrainOneStep();

        CommandLine line = await TrainSecondAsync();

        Assert.Equal(1, line.Code);
        Assert.Contains("it was stopped and saved after step 1 of 4. Someone wanted that", line.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Second));
    }

    [Fact]
    public async Task After_NoSuchRun_SaysToStartIt()
    {
        CommandLine line = await TrainSecondAsync();

        Assert.Equal(1, line.Code);
        Assert.Contains($"{First}: there is no such run to wait for.", line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_RunGoingOn_WaitsForItsEnd()
    {
        Directory.CreateDirectory(First);
        File.WriteAllText(Path.Combine(First, RunFolder.LogName), "");
        var status = new RunStatusFile(First, 4, TimeProvider.System);
        RunLock held = RunLock.Take(First);
        status.Write(RunState.Running, 1);

        Task<CommandLine> waiting = TrainSecondAsync();
        await Task.Delay(1500);
        Assert.False(Directory.Exists(Second), "did not wait");
        status.Write(RunState.Finished, 4);
        held.Dispose();

        Assert.Equal(0, (await waiting).Code);
        Assert.True(File.Exists(Path.Combine(Second, RunFolder.CompleteName)));
    }

    private void TrainOneStep()
    {
        using var run = new TrainingRun(_tiny.Config($"output_dir={First}"));
        using CancellationTokenSource stop = new();
        using TrainingLoop trainer = Trainer.Open(run, TimeProvider.System, _ => { }, new AfterStep(stop.Cancel));
        _ = trainer.Run(resume: false, stop.Token);
    }

    private Task<CommandLine> TrainSecondAsync() =>
        CommandLine.RunAsync("train", _tiny.ConfigPath, "--set", $"output_dir={Second}", "--after", First);

    private sealed class AfterStep(Action act) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => act();
    }
}
