namespace KoSparse.Cli.Display;

/// <summary>How far one piece of work is: rewritten in place on a terminal; told now and then without one.</summary>
/// <param name="what">The work.</param>
/// <param name="total">How much there is to do; 0 when nobody knows.</param>
/// <param name="onError">Whether the line goes to standard error, because standard output is the work's own.</param>
/// <param name="stop">Ends the work where it reports.</param>
internal sealed class ProgressLine(string what, long total = 0, bool onError = false, CancellationToken stop = default) : IProgress<int>, IProgress<long>, IDisposable
{
    private readonly TextWriter _console = onError ? Console.Error : Console.Out;
    private readonly bool _terminal = !(onError ? Console.IsErrorRedirected : Console.IsOutputRedirected);
    private long _shown = total > 0 ? -1 : 0;

    /// <inheritdoc cref="Report(long)"/>
    public void Report(int value) => Report((long)value);

    /// <summary>Tells how much is done.</summary>
    /// <exception cref="OperationCanceledException">The user asked to stop: the work ends where it reports.</exception>
    public void Report(long value)
    {
        stop.ThrowIfCancellationRequested();
        long mark = total > 0 ? (_terminal ? 100 : 4) * value / total : value / (_terminal ? 1_000 : 100_000);
        if (mark == _shown)
        {
            return;
        }

        _shown = mark;
        string text = total > 0 ? $"{what}: {value:N0} of {total:N0}" : $"{what}: {value:N0}";
        _console.Write(_terminal ? $"\r\e[K{text}" : text + "\n");
    }

    /// <summary>Leaves the line to what is printed next.</summary>
    public void Dispose()
    {
        if (_terminal && _shown >= 0)
        {
            _console.Write("\r\e[K");
        }
    }
}
