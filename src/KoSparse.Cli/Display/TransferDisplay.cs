using System.Diagnostics;
using System.Globalization;
using KoSparse.Hub;

namespace KoSparse.Cli.Display;

/// <summary>How far files are on their way: rewritten in place on a terminal, told every quarter without one.</summary>
internal sealed class TransferDisplay : IProgress<TransferProgress>, IDisposable
{
    private readonly bool _terminal = !Console.IsOutputRedirected;
    private string _file = "";
    private long _started;
    private long _first;
    private int _shown = -1;

    /// <inheritdoc/>
    public void Report(TransferProgress value)
    {
        if (value.File != _file)
        {
            (_file, _shown, _first, _started) = (value.File, -1, value.Done, Stopwatch.GetTimestamp());
        }

        int step = (int)((_terminal ? 200L : 4L) * value.Done / Math.Max(1, value.Total));
        if (step == _shown)
        {
            return;
        }

        _shown = step;
        double seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        string speed = seconds > 1 ? $", {Size((long)((value.Done - _first) / seconds))}/s" : "";
        string text = $"{value.File}: {Size(value.Done)} of {Size(value.Total)}{speed}";
        Console.Write(_terminal ? $"\r\e[K{text}{(value.Done == value.Total ? "\n" : "")}" : text + "\n");
    }

    /// <summary>Waits before another attempt, and says so.</summary>
    public static Task WaitAsync(TimeSpan pause, CancellationToken stop)
    {
        Console.Error.WriteLine($"The Hub did not answer as it should; trying again in {pause.TotalSeconds:F0} s.");
        return Task.Delay(pause, stop);
    }

    /// <summary>A number of bytes for people.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F2} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:F0} kB"),
        _ => $"{bytes} bytes",
    };

    /// <summary>Leaves the line to what is printed next.</summary>
    public void Dispose()
    {
        if (_terminal && _shown is >= 0 and < 200)
        {
            Console.WriteLine();
        }
    }
}
