using System.Text;

namespace KoSparse.Text.Normalization;

/// <summary>Rewrites a text character by character.</summary>
internal static class CharacterRewriting
{
    /// <summary>Rewrites a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rewrite">What a character becomes, nothing included; null when it stays.</param>
    public static AlignedText Apply(AlignedText text, Func<Rune, CharacterKind, string?> rewrite)
    {
        ReadOnlySpan<char> characters = text.Characters;
        AlignedTextBuilder? result = null;
        int kept = 0;
        for (int i = 0, length; i < characters.Length; i += length)
        {
            CharacterKind kind = CharacterKinds.Of(characters, i, out length);
            Rune rune = length == 1 ? new Rune(characters[i]) : new Rune(characters[i], characters[i + 1]);
            if (rewrite(rune, kind) is string other)
            {
                result ??= new AlignedTextBuilder(characters.Length);
                result.Append(text, kept, i);
                result.Append(other, text.Place(i, length));
                kept = i + length;
            }
        }

        result?.Append(text, kept, characters.Length);
        return result?.Build() ?? text;
    }
}
