using System.Diagnostics;
using System.Globalization;
using KoSparse.Training.Runs;
using KoSparse.Training.Steps;

namespace KoSparse.Cli.Steps;

/// <summary>Runs the steps of a sequence, leaves out what is done, and tells of both.</summary>
/// <param name="records">Folder that remembers which commands are done.</param>
internal sealed class StepRunner(string records)
{
    private readonly StepRecords _records = new(records);

    /// <inheritdoc cref="StepRecords.ReasonToRun"/>
    public string? ReasonToRun(PipelineStep step) => _records.ReasonToRun(step);

    /// <summary>Runs a step unless it is done.</summary>
    /// <returns>The exit code of its command.</returns>
    /// <exception cref="RunException">It would make over what is kept.</exception>
    public async Task<int> RunAsync(PipelineStep step, CancellationToken stop)
    {
        await Task.Yield(); // signals are only waited for once the command has returned its task; until then they end the process

        Console.WriteLine();
        if (ReasonToRun(step) is not { } reason)
        {
            Console.WriteLine(step.Output is null ? $"── {step.Title}: done before" : $"── {step.Title}: done before, {step.Output} is newer than what it is made of");
            return ExitCodes.Done;
        }

        if (step.Kept is { } kept && File.Exists(step.Output))
        {
            throw new RunException($"{step.Output}: {reason}, but {kept}");
        }

        Console.WriteLine(step.Repeats ? $"── {step.Title}" : $"── {step.Title}: {reason}");
        Console.WriteLine(step.Command);
        long started = Stopwatch.GetTimestamp();
        int code = await _records.RunAsync(step, stop);
        if (code == ExitCodes.Done)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"── {step.Title}: {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s"));
        }

        return code;
    }
}
