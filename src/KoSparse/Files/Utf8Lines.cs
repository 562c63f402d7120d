namespace KoSparse.Files;

/// <summary>Reads a stream line by line, as bytes; one buffer, which grows to the longest line and no further than <see cref="InputLimit.Line"/>.</summary>
/// <param name="stream">The bytes.</param>
/// <param name="path">Where they come from, for messages.</param>
internal sealed class Utf8Lines(Stream stream, string path)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly int _limit = InputLimit.Line;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _atEnd;

    /// <summary>Number of the last line read, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The next line without its end; valid until the next call.</summary>
    /// <returns>False at the end of the stream.</returns>
    /// <exception cref="InputException">The line is longer than the limit.</exception>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = Take(searched + length, next: _start + searched + length + 1);
                return true;
            }

            searched = _end - _start;
            if (_atEnd)
            {
                line = Take(searched, next: _end);
                return searched > 0;
            }

            Fill();
        }
    }

    private ReadOnlyMemory<byte> Take(int length, int next)
    {
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, length);
        _start = next;
        if (Number == 0 && line.Span.StartsWith(ByteOrderMark))
        {
            line = line[ByteOrderMark.Length..];
        }

        Number++;
        return line.Span.EndsWith("\r"u8) ? line[..^1] : line;
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length < _limit ? (int)Math.Min(_buffer.Length * 2L, _limit) : throw InputLimit.Exceeded($"{path}({Number + 1}): the line", _limit));
        }

        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = read == 0;
        _end += read;
    }
}
