namespace KoSparse.Cli.Display;

/// <summary>How far one piece of work is: rewritten in place on a terminal, told every quarter without one.</summary>
internal sealed class ProgressLine(string what, int total, CancellationToken stop = default) : IProgress<int>, IDisposable
{
    private readonly bool _terminal = !Console.IsOutputRedirected;
    private int _shown = -1;

    /// <summary>Tells how many of the total are done.</summary>
    /// <exception cref="OperationCanceledException">The user asked to stop: the work ends where it reports.</exception>
    public void Report(int value)
    {
        stop.ThrowIfCancellationRequested();
        int steps = _terminal ? 100 : 4;
        int step = (int)((long)steps * value / Math.Max(1, total));
        if (step == _shown)
        {
            return;
        }

        _shown = step;
        string text = $"{what}: {value:N0} of {total:N0}";
        Console.Write(_terminal ? $"\r\e[K{text}" : text + "\n");
    }

    /// <summary>Leaves the line to what is printed next.</summary>
    public void Dispose()
    {
        if (_terminal && _shown >= 0)
        {
            Console.Write("\r\e[K");
        }
    }
}
