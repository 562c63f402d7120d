using System.Diagnostics;
using System.Globalization;

namespace KoSparse.Cli.Steps;

/// <summary>Runs the commands of a sequence, and leaves out what is done: its output is there, newer than its inputs, of the same command.</summary>
/// <param name="records">Folder that remembers which commands are done.</param>
/// <param name="invoke">Runs a command of ours.</param>
internal sealed class StepRunner(string records, Func<string[], CancellationToken, Task<int>> invoke)
{
    /// <summary>Why a step has to run; null when it is done.</summary>
    public string? ReasonToRun(Step step)
    {
        string output = OutputOf(step);
        if (step.Repeats || !File.Exists(output))
        {
            return "not done yet";
        }

        if (File.Exists(Record(step)) && File.ReadAllText(Record(step)) != step.CommandLine)
        {
            return "its arguments changed";
        }

        DateTime written = File.GetLastWriteTimeUtc(output);
        string? newer = step.Inputs.SelectMany(Files).FirstOrDefault(input => File.GetLastWriteTimeUtc(input) > written);
        return newer is null ? null : $"{newer} is newer than {output}";
    }

    /// <summary>Runs a step unless it is done.</summary>
    /// <returns>The exit code of its command.</returns>
    public async Task<int> RunAsync(Step step, CancellationToken stop)
    {
        await Task.Yield(); // signals are only waited for once the command has returned its task; until then they end the process

        Console.WriteLine();
        if (ReasonToRun(step) is not { } reason)
        {
            Console.WriteLine(step.Output is null ? $"── {step.Title}: done before" : $"── {step.Title}: done before, {step.Output} is newer than what it is made of");
            return ExitCodes.Done;
        }

        Console.WriteLine(step.Repeats ? $"── {step.Title}" : $"── {step.Title}: {reason}");
        Console.WriteLine(step.CommandLine);
        long started = Stopwatch.GetTimestamp();
        int code = await invoke(step.Arguments, stop);
        if (code == ExitCodes.Done)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"── {step.Title}: {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s"));
            Directory.CreateDirectory(records);
            await File.WriteAllTextAsync(Record(step), step.CommandLine, CancellationToken.None);
        }

        return code;
    }

    private string OutputOf(Step step) => step.Output ?? Record(step);

    private string Record(Step step) => Path.Combine(records, step.Title.Replace(' ', '_') + ".done");

    private static string[] Files(string pattern)
    {
        string folder = Path.GetDirectoryName(pattern) is { Length: > 0 } given ? given : ".";
        return Directory.Exists(folder) ? Directory.GetFiles(folder, Path.GetFileName(pattern)) : [];
    }
}
