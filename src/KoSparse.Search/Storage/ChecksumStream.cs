namespace KoSparse.Search.Storage;

/// <summary>Passes bytes on and takes the checksum of every page of them.</summary>
/// <param name="output">Where they go; stays open.</param>
internal sealed class ChecksumStream(Stream output) : Stream
{
    private readonly byte[] _page = new byte[PageChecksums.PageSize];
    private int _filled;
    private long _written;

    /// <summary>Checksums of the full pages, and after <see cref="Complete"/> of the last.</summary>
    public List<uint> Checksums { get; } = [];

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _written;

    /// <inheritdoc/>
    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _written += buffer.Length;
        while (buffer.Length > 0)
        {
            int taken = Math.Min(buffer.Length, _page.Length - _filled);
            buffer[..taken].CopyTo(_page.AsSpan(_filled));
            _filled += taken;
            buffer = buffer[taken..];
            if (_filled == _page.Length)
            {
                WritePage();
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Ends the last page.</summary>
    public void Complete()
    {
        if (_filled > 0)
        {
            WritePage();
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private void WritePage()
    {
        Checksums.Add(PageChecksums.Of(_page.AsSpan(0, _filled)));
        output.Write(_page.AsSpan(0, _filled));
        _filled = 0;
    }
}
