using System.Diagnostics;
using System.Globalization;
using KoSparse.Cli.Commands;
using KoSparse.Cli.Steps;
using KoSparse.Training.Runs;
using KoSparse.Training.Steps;

namespace KoSparse.Torch.Tests.Cli.Steps;

public sealed class StepRunnerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-steps-");

    private readonly CommandSteps _commands = new(KoSparseCommand.InvokePartAsync);

    private StepRunner Runner => new(In("steps"));

    private PipelineStep Listing => _commands.Of("list runs", ["runs", In(".")]);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task RunAsync_StepWithoutOutput_IsDoneOnceForItsArguments()
    {
        Assert.Equal("not done yet", Runner.ReasonToRun(Listing));

        Assert.Equal(0, await Runner.RunAsync(Listing, CancellationToken.None));

        Assert.Null(Runner.ReasonToRun(Listing));
        Assert.Equal("its arguments changed", Runner.ReasonToRun(_commands.Of("list runs", ["runs", In("elsewhere")])));
        Assert.NotNull(Runner.ReasonToRun(Listing with { Repeats = true }));
    }

    [Fact]
    public async Task RunAsync_Fault_LeavesTheStepUndone()
    {
        PipelineStep failing = _commands.Of("fail", ["stop", In("nowhere")]);

        await Assert.ThrowsAnyAsync<Exception>(() => Runner.RunAsync(failing, CancellationToken.None));

        Assert.Equal("not done yet", Runner.ReasonToRun(failing));
    }

    [Fact]
    public async Task RunAsync_OutputThatIsKept_RefusesInsteadOfMakingItOver_Issue19()
    {
        Touch("idf.safetensors", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Touch("corpus.jsonl", new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc));
        PipelineStep step = Listing with { Output = In("idf.safetensors"), Inputs = [In("corpus.jsonl")], Kept = "others need it." };

        RunException exception = await Assert.ThrowsAsync<RunException>(() => Runner.RunAsync(step, CancellationToken.None));

        Assert.EndsWith("corpus.jsonl is newer than " + In("idf.safetensors") + ", but others need it.", exception.Message, StringComparison.Ordinal);
        File.Delete(In("idf.safetensors"));
        Assert.Equal(0, await Runner.RunAsync(step, CancellationToken.None)); // what is not there is made
    }

    /// <summary>A step that ends at once on a signal must not have its end meet that signal a second time.</summary>
    [Fact]
    public async Task Quickstart_TerminatedBetweenReports_Exits130WithoutATrace()
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "KoSparse.Cli.dll"), "quickstart", "--short", "-o", In("quick")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("── prepare triplets", StringComparison.Ordinal))
        {
        }

        using (Process signal = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await signal.WaitForExitAsync();
        }

        _ = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal((130, ""), (process.ExitCode, await errors));
    }

    [Theory]
    [InlineData(0, true)] // made after both inputs
    [InlineData(10, false)] // one input is newer
    public void ReasonToRun_OutputMadeByHand_ComparesTimes(int inputLater, bool done)
    {
        DateTime made = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Touch("idf.safetensors", made);
        Touch("train_1.jsonl", made.AddMinutes(-5));
        Touch("train_2.jsonl", made.AddMinutes(-5 + inputLater));
        PipelineStep step = Listing with { Output = In("idf.safetensors"), Inputs = [In("train_*.jsonl"), In("not_there/*")] };

        Assert.Equal(done ? null : $"{In("train_2.jsonl")} is newer than {In("idf.safetensors")}", Runner.ReasonToRun(step));
    }

    private void Touch(string name, DateTime written)
    {
        File.WriteAllText(In(name), "");
        File.SetLastWriteTimeUtc(In(name), written);
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
