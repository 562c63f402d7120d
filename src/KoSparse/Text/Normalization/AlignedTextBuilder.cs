namespace KoSparse.Text.Normalization;

/// <summary>Writes an <see cref="AlignedText"/> from left to right.</summary>
internal sealed class AlignedTextBuilder(int capacity)
{
    private char[] _characters = new char[Math.Max(16, capacity)];
    private Origin[] _origins = new Origin[Math.Max(16, capacity)];

    /// <summary>Number of characters so far.</summary>
    public int Length { get; private set; }

    /// <summary>Where the last character came from.</summary>
    public Origin Last
    {
        get => _origins[Length - 1];
        set => _origins[Length - 1] = value;
    }

    /// <summary>Adds characters that all stand for the same stretch.</summary>
    public void Append(ReadOnlySpan<char> characters, Origin origin)
    {
        Grow(characters.Length);
        characters.CopyTo(_characters.AsSpan(Length));
        _origins.AsSpan(Length, characters.Length).Fill(origin);
        Length += characters.Length;
    }

    /// <summary>Adds a character.</summary>
    public void Append(char character, Origin origin)
    {
        Grow(1);
        _characters[Length] = character;
        _origins[Length++] = origin;
    }

    /// <summary>Adds a part of another text as it is.</summary>
    public void Append(AlignedText text, int start, int end)
    {
        Grow(end - start);
        text.Characters.AsSpan(start, end - start).CopyTo(_characters.AsSpan(Length));
        text.CopyOrigins(start, _origins.AsSpan(Length, end - start));
        Length += end - start;
    }

    /// <summary>Takes the last characters away that are a given one.</summary>
    public void TrimEnd(char character)
    {
        while (Length > 0 && _characters[Length - 1] == character)
        {
            Length--;
        }
    }

    /// <summary>The text; the builder is not used after.</summary>
    public AlignedText Build() => new(new string(_characters, 0, Length), _origins);

    private void Grow(int more)
    {
        if (Length + more > _characters.Length)
        {
            int length = Math.Max(Length + more, _characters.Length * 2);
            Array.Resize(ref _characters, length);
            Array.Resize(ref _origins, length);
        }
    }
}
