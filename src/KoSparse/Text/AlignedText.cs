namespace KoSparse.Text;

/// <summary>A normalised text that knows where each of its characters came from.</summary>
/// <remarks>The text as given needs no map: position is origin. That is the common case, and it costs nothing.</remarks>
internal readonly ref struct AlignedText
{
    private readonly List<Origin>? _origins;
    private readonly int _offset;

    /// <summary>A stretch of the original that needed no change.</summary>
    public AlignedText(ReadOnlySpan<char> characters, int offset)
    {
        Characters = characters;
        _offset = offset;
    }

    /// <summary>A changed text.</summary>
    /// <param name="characters">After normalisation.</param>
    /// <param name="origins">Where each of the characters came from.</param>
    public AlignedText(ReadOnlySpan<char> characters, List<Origin> origins)
    {
        Characters = characters;
        _origins = origins;
    }

    /// <summary>The text after normalisation.</summary>
    public ReadOnlySpan<char> Characters { get; }

    /// <summary>The token that covers a stretch of the normalised text, placed in the original.</summary>
    public Token Place(int id, int start, int length)
    {
        if (_origins is null)
        {
            return new Token(id, _offset + start, length);
        }

        int from = _origins[start].Start;
        return new Token(id, from, _origins[start + length - 1].End - from);
    }

    /// <summary>The stretch of the original that one character of the normalised text stands for.</summary>
    public readonly record struct Origin(int Start, int End);
}
