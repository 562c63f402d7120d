using System.Globalization;
using KoSparse.Text;
using KoSparse.Training.Runs;
using Spectre.Console;

namespace KoSparse.Cli.Display;

/// <summary>The progress of a run: a bar that stays at the bottom of a terminal, or the log's plain lines without one.</summary>
internal sealed class TrainingDisplay : IProgress<TrainingProgress>, IDisposable
{
    private const int BarWidth = 28;
    private readonly bool _interactive = AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected;
    private string _status = "";

    /// <summary>A line of the log, above the bar.</summary>
    public void Line(string text)
    {
        Clear();
        Console.WriteLine(ForeignText.Message(text));
        Draw();
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        int filled = (int)((long)BarWidth * value.Step / Math.Max(1, value.TotalSteps));
        string bar = new string('━', filled) + new string('─', BarWidth - filled);
        _status = string.Create(
            CultureInfo.InvariantCulture,
            $"{bar} {value.Step:N0}/{value.TotalSteps:N0}  epoch {value.Epoch}  loss {value.Loss:F3}  " +
            $"{value.TokensPerSecond:N0} tokens/s  {Left(value.Remaining)} left" +
            $"{(value.KoreanRatio is { } ratio ? $"  Korean {ratio:P0}" : "")}" +
            $"{(value.ActiveTerms is { } active ? $"  {active:F0} terms" : "")}");
        Clear();
        Draw();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_interactive && _status.Length > 0)
        {
            Console.WriteLine();
        }
    }

    /// <summary>A time left, such as <c>2h05m</c>.</summary>
    public static string Left(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours}h{time.Minutes:00}m" : $"{time.Minutes}m{time.Seconds:00}s";

    private void Clear()
    {
        if (_interactive)
        {
            Console.Write("\r\e[K");
        }
    }

    private void Draw()
    {
        if (_interactive)
        {
            Console.Write(_status.Length < Console.WindowWidth ? _status : _status[..Math.Max(0, Console.WindowWidth - 1)]);
        }
    }
}
