using System.Text;

namespace KoSparse.Text.Normalization;

/// <summary>Writes an <see cref="AlignedText"/> from left to right.</summary>
internal sealed class AlignedTextBuilder(int capacity)
{
    private readonly StringBuilder _characters = new(capacity);
    private readonly List<Origin> _origins = new(capacity);

    /// <summary>Number of characters so far.</summary>
    public int Length => _characters.Length;

    /// <summary>Where the last character came from.</summary>
    public Origin Last
    {
        get => _origins[^1];
        set => _origins[^1] = value;
    }

    /// <summary>Adds characters that all stand for the same stretch.</summary>
    public void Append(ReadOnlySpan<char> characters, Origin origin)
    {
        _characters.Append(characters);
        for (int i = 0; i < characters.Length; i++)
        {
            _origins.Add(origin);
        }
    }

    /// <summary>Adds a character.</summary>
    public void Append(char character, Origin origin)
    {
        _characters.Append(character);
        _origins.Add(origin);
    }

    /// <summary>Adds a part of another text as it is.</summary>
    public void Append(AlignedText text, int start, int end)
    {
        _characters.Append(text.Characters, start, end - start);
        for (int i = start; i < end; i++)
        {
            _origins.Add(text[i]);
        }
    }

    /// <summary>Takes the last characters away that are a given one.</summary>
    public void TrimEnd(char character)
    {
        while (Length > 0 && _characters[^1] == character)
        {
            _characters.Length--;
            _origins.RemoveAt(_origins.Count - 1);
        }
    }

    /// <summary>The text.</summary>
    public AlignedText Build() => new(_characters.ToString(), [.. _origins]);
}
