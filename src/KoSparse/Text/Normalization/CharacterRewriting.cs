using System.Text;

namespace KoSparse.Text.Normalization;

/// <summary>Rewrites a text character by character; most texts have none that changes, which one look into a table tells.</summary>
internal sealed class CharacterRewriting
{
    private readonly Func<Rune, CharacterKind, string?> _rewrite;
    private readonly bool[] _mayChange = new bool[0x10000];

    /// <summary>Makes the table.</summary>
    /// <param name="rewrite">What a character becomes, nothing included; null when it stays.</param>
    public CharacterRewriting(Func<Rune, CharacterKind, string?> rewrite)
    {
        _rewrite = rewrite;
        Span<char> character = stackalloc char[1];
        for (int c = 0; c < _mayChange.Length; c++)
        {
            character[0] = (char)c;
            _mayChange[c] = char.IsSurrogate((char)c) || rewrite(new Rune(c), CharacterKinds.Of(character, 0, out _)) is not null;
        }
    }

    /// <summary>Rewrites a text.</summary>
    public AlignedText Apply(AlignedText text)
    {
        ReadOnlySpan<char> characters = text.Characters;
        char[]? changed = null;
        for (int i = 0, length; i < characters.Length; i += length)
        {
            length = 1;
            if (!_mayChange[characters[i]] || Rewritten(characters, i, out length) is not string other)
            {
                continue;
            }

            if (other.Length != length)
            {
                return ApplyAnyLength(text);
            }

            changed ??= characters.ToArray();
            other.CopyTo(0, changed, i, length);
        }

        return changed is null ? text : text.With(new string(changed));
    }

    private AlignedText ApplyAnyLength(AlignedText text)
    {
        ReadOnlySpan<char> characters = text.Characters;
        AlignedTextBuilder result = new(characters.Length);
        int kept = 0;
        for (int i = 0, length; i < characters.Length; i += length)
        {
            length = 1;
            if (_mayChange[characters[i]] && Rewritten(characters, i, out length) is string other)
            {
                result.Append(text, kept, i);
                result.Append(other, text.Place(i, length));
                kept = i + length;
            }
        }

        result.Append(text, kept, characters.Length);
        return result.Build();
    }

    private string? Rewritten(ReadOnlySpan<char> characters, int place, out int length)
    {
        CharacterKind kind = CharacterKinds.Of(characters, place, out length);
        return _rewrite(length == 1 ? new Rune(characters[place]) : new Rune(characters[place], characters[place + 1]), kind);
    }
}
