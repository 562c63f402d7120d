using System.Globalization;
using System.Text.Json;
using KoSparse.Files;
using KoSparse.Training.Runs;
using TorchSharp;
using TorchSharp.Modules;

namespace KoSparse.Training.Telemetry;

/// <summary>What a run leaves for people to read: <c>training.log</c>, <c>training_history.json</c>, TensorBoard event files.</summary>
internal sealed class RunLog : IDisposable
{
    private readonly StreamWriter _log;
    private readonly SummaryWriter _events;
    private readonly TimeProvider _clock;
    private readonly Action<string> _echo;
    private readonly string _historyFile;
    private readonly List<HistoryEntry> _history = [];

    /// <summary>Opens the log of a run and goes on at its end.</summary>
    /// <param name="run">The run.</param>
    /// <param name="clock">Stamps the lines.</param>
    /// <param name="echo">Told every line as well.</param>
    public RunLog(RunFolder run, TimeProvider clock, Action<string> echo)
    {
        ArgumentNullException.ThrowIfNull(run);
        Directory.CreateDirectory(run.Path);
        (_clock, _echo) = (clock, echo);
        _historyFile = Path.Combine(run.Path, "training_history.json");
        _log = new StreamWriter(run.LogFile, append: true) { AutoFlush = true };
        _events = torch.utils.tensorboard.SummaryWriter(run.Events, createRunName: false);
    }

    /// <summary>Reads a <c>training_history.json</c>.</summary>
    /// <exception cref="JsonException">It is damaged.</exception>
    public static IReadOnlyList<HistoryEntry> ReadHistory(string path) =>
        JsonSerializer.Deserialize<HistoryEntry[]>(InputFile.ReadText(path), SnakeCaseJson.Strict) ?? throw new JsonException("it holds null");

    /// <summary>Writes a line to the log.</summary>
    public void Line(string text)
    {
        _log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_clock.GetUtcNow():yyyy-MM-dd HH:mm:ss}  {text}"));
        _echo(text);
    }

    /// <summary>Takes up the history of earlier sessions.</summary>
    /// <param name="step">Step of the checkpoint that the run goes on from; what was logged after it will be logged again.</param>
    public void Resume(int step)
    {
        if (!File.Exists(_historyFile))
        {
            return;
        }

        try
        {
            _history.AddRange(ReadHistory(_historyFile).Where(e => e.Step <= step));
        }
        catch (Exception fault) when (fault is JsonException or IOException)
        {
            string aside = _historyFile + ".damaged";
            File.Move(_historyFile, aside, overwrite: true);
            Line($"{_historyFile}: damaged ({fault.Message.TrimEnd('.')}). It is now {aside}; the history starts anew after step {step:N0}, and the event files hold all figures.");
        }
    }

    /// <summary>Writes the figures of a log interval to the event file, and remembers them for the history.</summary>
    public void Figures(HistoryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        foreach ((string name, double value) in entry.Values)
        {
            _events.add_scalar(name, (float)value, entry.Step);
        }

        _history.Add(entry);
    }

    /// <summary>Writes the history; meant for just before a checkpoint, so that it never lacks what a checkpoint stands on.</summary>
    public void SaveHistory() => WholeFile.Write(_historyFile, JsonSerializer.Serialize(_history, SnakeCaseJson.Options));

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Dispose();
        (_events as IDisposable)?.Dispose();
    }
}
