using System.Diagnostics;
using System.Globalization;
using KoSparse.Training.Runs;

namespace KoSparse.Torch.Tests.Cli.Running;

/// <summary>Trainings in the background: the real program, detached from this process.</summary>
public sealed class BackgroundRunTests : IDisposable
{
    private readonly TinyRun _tiny = new();

    public void Dispose()
    {
        if (RunLock.IsHeld(_tiny.OutputFolder))
        {
            Signal("-KILL");
        }

        _tiny.Dispose();
    }

    [Fact]
    public async Task Background_LongRun_IsRefusedASecondTimeAndStopsWithACheckpoint()
    {
        CommandLine started = await StartAsync(epochs: 100_000);
        int process = RunStatusFile.Read(_tiny.OutputFolder)!.ProcessId;
        WaitForFirstStep();
        CommandLine second = await StartAsync(epochs: 100_000);
        CommandLine listed = await CommandLine.RunAsync("runs", _tiny.File("."));
        Signal("-HUP"); // what a terminal that closes sends
        CommandLine stopped = await CommandLine.RunAsync("stop", _tiny.OutputFolder);

        Assert.Equal((0, ""), (started.Code, started.Error));
        Assert.Contains($"process {process}.", started.Output, StringComparison.Ordinal);
        Assert.Contains($"tail -f {_tiny.OutputFolder}/training.log", started.Output, StringComparison.Ordinal);
        Assert.Equal(1, second.Code);
        Assert.Contains($"process {process} trains this run already", second.Error, StringComparison.Ordinal);
        Assert.Contains("running", listed.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (stopped.Code, stopped.Error));
        RunStatus status = new RunFolder(_tiny.OutputFolder).Status();
        Assert.Equal(RunState.Stopped, status.State);
        Assert.True(Directory.Exists(_tiny.File(string.Create(CultureInfo.InvariantCulture, $"run/checkpoint_{status.Step}"))));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"saved after step {status.Step:N0} of 200,000"), stopped.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Background_Killed_IsListedAsCrashedWithTheCommandThatGoesOn()
    {
        await StartAsync(epochs: 100_000);
        WaitForFirstStep();
        Signal("-KILL");
        while (RunLock.IsHeld(_tiny.OutputFolder))
        {
            await Task.Delay(5);
        }

        CommandLine listed = await CommandLine.RunAsync("runs", _tiny.File("."));
        CommandLine stopped = await CommandLine.RunAsync("stop", _tiny.OutputFolder);

        Assert.Contains("crashed", listed.Output, StringComparison.Ordinal);
        Assert.Contains("config.yaml --resume", listed.Output, StringComparison.Ordinal);
        Assert.Equal(1, stopped.Code);
        Assert.Contains("nobody trains it; it crashed after step", stopped.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Background_FaultWhileLoading_IsToldAtOnce()
    {
        File.Delete(_tiny.File("train.jsonl"));

        CommandLine line = await StartAsync(epochs: 1);

        Assert.Equal(1, line.Code);
        Assert.Contains("train.jsonl", line.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tiny.OutputFolder), "nothing was trained, yet there is a folder as of a run");
    }

    [Fact]
    public async Task Stop_NoSuchRun_SaysSo()
    {
        CommandLine line = await CommandLine.RunAsync("stop", _tiny.File("nowhere"));

        Assert.Equal(1, line.Code);
        Assert.Contains("no run (no training.log in it)", line.Error, StringComparison.Ordinal);
    }

    private Task<CommandLine> StartAsync(int epochs) => CommandLine.RunAsync(
        "train", _tiny.ConfigPath, "--background", "--set", $"training.epochs={epochs}", "--set", "curriculum=[]",
        "--set", "validation=null", "--set", "knowledge_distillation=null", "--set", "training.save_every_epochs=100000");

    private void WaitForFirstStep()
    {
        while (RunStatusFile.Read(_tiny.OutputFolder)!.Progress is null)
        {
            Assert.True(RunLock.IsHeld(_tiny.OutputFolder), "ended before its first step");
            Thread.Sleep(5);
        }
    }

    private void Signal(string signal)
    {
        using Process kill = Process.Start(
            "kill", [signal, RunStatusFile.Read(_tiny.OutputFolder)!.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
