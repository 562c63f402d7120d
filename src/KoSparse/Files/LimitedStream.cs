namespace KoSparse.Files;

/// <summary>A stream that is not read beyond a limit, whatever its writer says or does.</summary>
/// <param name="inner">Read; owned by the caller.</param>
/// <param name="what">What it is, for the message.</param>
/// <param name="limit">Bytes.</param>
internal sealed class LimitedStream(Stream inner, string what, long limit) : ReadingStream
{
    private long _read;

    public override int Read(Span<byte> buffer) => Counted(inner.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Counted(await inner.ReadAsync(buffer, cancellationToken));

    private int Counted(int read)
    {
        _read += read;
        return _read <= limit ? read : throw InputLimit.Exceeded(what, limit);
    }
}
