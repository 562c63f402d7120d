using System.Diagnostics;
using System.Globalization;

namespace KoSparse.Torch.Tests.Training.FineTuning;

/// <summary>Runs of the real program that are killed, interrupted, or meet a full disk.</summary>
public sealed class InterruptedRunTests : IDisposable
{
    private const int Steps = 60;
    private static readonly string[] Settings =
    [
        "training.epochs=30", "training.save_every_epochs=100", "training.save_every_steps=3", "validation=null", "knowledge_distillation=null",
    ];

    private readonly TinyRun _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Train_KilledAtFiveRandomSteps_EndsWithTheSameWeightsBitForBit()
    {
        Assert.Equal(0, Finish(Start("whole")).Code);
        int[] kills = [.. Enumerable.Range(0, 5).Select(i => 2 + (i * 11) + Random.Shared.Next(10))];

        foreach (int step in kills)
        {
            using Process process = Start("killed", resume: true);
            WaitForStep(process, "killed", step);
            process.Kill();
            process.WaitForExit();
            Assert.False(File.Exists(_tiny.File("killed/training_complete.flag")), "killed before its end");
        }

        Assert.Equal(0, Finish(Start("killed", resume: true)).Code);
        Assert.True(SameModel("whole", "killed"), $"killed after steps {string.Join(", ", kills)}");
    }

    [Fact]
    public void Train_Interrupted_SavesAndExits130()
    {
        using Process process = Start("stopped", more: "training.epochs=3000"); // it must not end before the signal comes
        WaitForStep(process, "stopped", 5, of: "6,000");

        using (Process signal = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            signal.WaitForExit();
        }

        (int code, string output) = Finish(process);
        Assert.True(code == 130, $"exit {code}: {output[^Math.Min(1500, output.Length)..]}");
        Assert.Contains("Stopped and saved after step", output, StringComparison.Ordinal);
        Assert.Equal(0, Finish(Start("stopped", resume: true)).Code);
    }

    /// <summary>A limit on the size of files stands for the full disk: 30 KiB hold the logs, but no optimizer's state.</summary>
    [Fact]
    public void Train_DiskFull_ExitsWithAMessageAndKeepsTheLastCheckpoint()
    {
        using (Process process = Start("full"))
        {
            WaitForStep(process, "full", 4);
            process.Kill();
            process.WaitForExit();
        }

        string[] before = Directory.GetDirectories(_tiny.File("full"), "checkpoint_*");
        (int code, string output) = Finish(Start("full", resume: true, fileLimit: 30));

        Assert.Equal(1, code);
        Assert.Contains(
            "The checkpoints before it are untouched. Free some space, then resume the run with --resume.", output, StringComparison.Ordinal);
        Assert.Equal(before.Order(), Directory.GetDirectories(_tiny.File("full"), "checkpoint_*").Order());
        Assert.Equal(0, Finish(Start("full", resume: true)).Code);
    }

    private Process Start(string folder, bool resume = false, int? fileLimit = null, string? more = null)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "KoSparse.Cli.dll");
        string[] arguments =
        [
            "dotnet", program, "train", _tiny.ConfigPath, "--set", $"output_dir={_tiny.File(folder)}",
            .. Settings.SelectMany(s => new[] { "--set", s }),
            .. more is null ? Array.Empty<string>() : ["--set", more],
            .. resume ? ["--resume"] : Array.Empty<string>(),
        ];
        string limit = fileLimit is { } size ? string.Create(CultureInfo.InvariantCulture, $"trap '' XFSZ; ulimit -f {size}; ") : "";
        // Tests that a shell started in the background ignore Ctrl-C, and so would the run.
        var start = new ProcessStartInfo("bash", ["-c", $"{limit}exec env --default-signal=INT \"$@\"", "bash", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // Its memory is a file to the limit on files.
        return Process.Start(start)!;
    }

    private static (int Code, string Output) Finish(Process process)
    {
        using (process)
        {
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd() + errors.Result;
            process.WaitForExit();
            return (process.ExitCode, output);
        }
    }

    private void WaitForStep(Process process, string folder, int step, string of = "60")
    {
        string log = _tiny.File($"{folder}/training.log");
        string[] wanted = [.. Enumerable.Range(step, Steps).Select(s => string.Create(CultureInfo.InvariantCulture, $"  step {s}/{of}  "))];
        while (!(File.Exists(log) && File.ReadAllText(log) is { } text && wanted.Any(w => text.Contains(w, StringComparison.Ordinal))))
        {
            Assert.False(process.HasExited, $"ended before step {step}");
            Thread.Sleep(2);
        }
    }

    private bool SameModel(string one, string other) =>
        File.ReadAllBytes(_tiny.File($"{one}/best_model/model.safetensors"))
            .SequenceEqual(File.ReadAllBytes(_tiny.File($"{other}/best_model/model.safetensors")));
}
