using System.Text.Json;
using KoSparse.Files;

namespace KoSparse.Training.Runs;

/// <summary>Keeps <c>run.json</c> of a run while it trains.</summary>
/// <param name="folder">Folder of the run.</param>
/// <param name="totalSteps">Steps of the run.</param>
/// <param name="clock">Stamps what is written, and says when it is time to write again.</param>
/// <param name="verb">The command that goes on with the run.</param>
internal sealed class RunStatusFile(string folder, int totalSteps, TimeProvider clock, string verb = "train") : IProgress<TrainingProgress>
{
    private const string FileName = "run.json";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private TrainingProgress? _progress;
    private long _written;

    /// <summary>The last status that a run wrote, or null when there is none.</summary>
    public static RunStatus? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<RunStatus>(InputFile.ReadText(Path.Combine(folder, FileName)), SnakeCaseJson.Options);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes a state at once.</summary>
    /// <param name="state">What becomes of the run.</param>
    /// <param name="step">Steps done.</param>
    public void Write(RunState state, int step)
    {
        string path = Path.Combine(folder, FileName);
        var status = new RunStatus(state, Environment.ProcessId, step, totalSteps, clock.GetUtcNow(), _progress) { Verb = verb };
        File.WriteAllText(path + ".partial", JsonSerializer.Serialize(status, SnakeCaseJson.Options));
        File.Move(path + ".partial", path, overwrite: true);
        _written = clock.GetTimestamp();
    }

    /// <summary>Tells a step, at most once a second.</summary>
    public void Report(TrainingProgress value)
    {
        bool isFirst = _progress is null;
        _progress = value;
        if (!isFirst && clock.GetElapsedTime(_written) < Interval)
        {
            return;
        }

        try
        {
            Write(RunState.Running, value.Step);
        }
        catch (IOException)
        {
            // A disk that is full for a moment is no reason to stop a training; a checkpoint that does not fit will say so.
        }
    }
}
