namespace KoSparse.Text.Normalization;

/// <summary>A normalised text that knows where each of its characters came from; immutable.</summary>
/// <remarks>The text as given needs no map: position is origin. That is the common case, and it costs nothing.</remarks>
internal sealed class AlignedText
{
    private readonly Origin[]? _origins;
    private readonly int _offset;

    /// <summary>A stretch of the original that needed no change.</summary>
    /// <param name="characters">The stretch.</param>
    /// <param name="offset">Where it begins in the original.</param>
    public AlignedText(string characters, int offset)
    {
        Characters = characters;
        _offset = offset;
    }

    /// <summary>A changed text.</summary>
    /// <param name="characters">After normalisation.</param>
    /// <param name="origins">Where each of the characters came from; may be longer.</param>
    public AlignedText(string characters, Origin[] origins)
    {
        Characters = characters;
        _origins = origins;
    }

    /// <summary>The text after normalisation.</summary>
    public string Characters { get; }

    /// <summary>The stretch of the original that one character stands for.</summary>
    public Origin this[int index] => _origins is null ? new(_offset + index, _offset + index + 1) : _origins[index];

    /// <summary>The stretch of the original that a stretch of the normalised text, not empty, stands for.</summary>
    /// <remarks>Normal forms sort marks: the last character need not come from the last place.</remarks>
    public Origin Place(int start, int length)
    {
        if (_origins is null)
        {
            return new(_offset + start, _offset + start + length);
        }

        Origin place = _origins[start];
        foreach (Origin origin in _origins.AsSpan(start + 1, length - 1))
        {
            place = new(Math.Min(place.Start, origin.Start), Math.Max(place.End, origin.End));
        }

        return place;
    }

    /// <summary>Other characters in the same places, as many.</summary>
    public AlignedText With(string characters) => _origins is null ? new AlignedText(characters, _offset) : new AlignedText(characters, _origins);

    /// <summary>Copies where characters came from.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="origins">One place for each.</param>
    public void CopyOrigins(int start, Span<Origin> origins)
    {
        if (_origins is not null)
        {
            _origins.AsSpan(start, origins.Length).CopyTo(origins);
            return;
        }

        for (int i = 0; i < origins.Length; i++)
        {
            origins[i] = this[start + i];
        }
    }

    /// <summary>A part of the text.</summary>
    public AlignedText Slice(int start, int end)
    {
        string part = Characters[start..end];
        return _origins is null ? new AlignedText(part, _offset + start) : new AlignedText(part, _origins[start..end]);
    }
}
