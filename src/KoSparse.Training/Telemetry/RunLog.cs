using System.Globalization;
using System.Text.Json;
using KoSparse.Training.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;

namespace KoSparse.Training.Telemetry;

/// <summary>What a run leaves for people to read: <c>training.log</c>, <c>training_history.json</c>, TensorBoard event files.</summary>
public sealed class RunLog : IDisposable
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly string _folder;
    private readonly StreamWriter _log;
    private readonly SummaryWriter _events;
    private readonly TimeProvider _clock;
    private readonly Action<string> _echo;

    /// <summary>Opens the log of a run and goes on at its end.</summary>
    /// <param name="folder">Folder of the run.</param>
    /// <param name="clock">Stamps the lines.</param>
    /// <param name="echo">Told every line as well.</param>
    public RunLog(string folder, TimeProvider clock, Action<string> echo)
    {
        Directory.CreateDirectory(folder);
        (_folder, _clock, _echo) = (folder, clock, echo);
        _log = new StreamWriter(Path.Combine(folder, "training.log"), append: true) { AutoFlush = true };
        _events = torch.utils.tensorboard.SummaryWriter(Path.Combine(folder, "tensorboard"), createRunName: false);
    }

    /// <summary>Writes a line to the log.</summary>
    public void Line(string text)
    {
        _log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_clock.GetUtcNow():yyyy-MM-dd HH:mm:ss}  {text}"));
        _echo(text);
    }

    /// <summary>Writes the figures of a log interval to the event file and the history.</summary>
    /// <param name="state">Where the run stands, the new entry included.</param>
    public void Figures(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        HistoryEntry entry = state.History[^1];
        foreach ((string name, double value) in entry.Values)
        {
            _events.add_scalar(name, (float)value, entry.Step);
        }

        string path = Path.Combine(_folder, "training_history.json");
        File.WriteAllText(path + ".partial", JsonSerializer.Serialize(state.History, Options));
        File.Move(path + ".partial", path, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Dispose();
        (_events as IDisposable)?.Dispose();
    }
}
