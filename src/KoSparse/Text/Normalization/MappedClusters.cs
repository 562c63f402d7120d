using System.Globalization;

namespace KoSparse.Text.Normalization;

/// <summary>A <see cref="CharacterMap"/> as Hugging Face applies it (Precompiled): by grapheme cluster where that is short, else by character.</summary>
/// <remarks>A short cluster becomes what the shortest key that begins it says, whatever else is in it.</remarks>
internal sealed class MappedClusters(CharacterMap map) : TextNormalizer
{
    private const int ShortCluster = 6; // bytes; shorter ones are looked up whole

    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        ReadOnlySpan<char> characters = text.Characters;
        AlignedTextBuilder? result = null;
        int kept = 0;
        for (int at = 0, length; at < characters.Length; at += length)
        {
            length = IsAlone(characters, at) ? 1 : StringInfo.GetNextTextElementLength(characters[at..]);
            if (length == 1 && !map.MayBegin(characters[at]))
            {
                continue;
            }

            for (int i = at, size; i < at + length; i += size)
            {
                bool whole = i == at && System.Text.Encoding.UTF8.GetByteCount(characters.Slice(at, length)) < ShortCluster;
                size = whole ? length : char.IsHighSurrogate(characters[i]) ? 2 : 1;
                if (!map.TryMatch(characters.Slice(i, size), longest: false, out _, out string other))
                {
                    size = char.IsHighSurrogate(characters[i]) ? 2 : 1; // of a cluster without a key, the other characters are looked up alone
                    continue;
                }

                result ??= new AlignedTextBuilder(characters.Length);
                result.Append(text, kept, i);
                result.Append(other, text.Place(i, size));
                kept = i + size;
            }
        }

        result?.Append(text, kept, characters.Length);
        return result?.Build() ?? text;
    }

    /// <summary>Whether a character is a cluster of its own, for the common ones.</summary>
    private static bool IsAlone(ReadOnlySpan<char> text, int at) => IsPlain(text[at]) && (at + 1 == text.Length || IsPlain(text[at + 1]));

    private static bool IsPlain(char c) => c is (>= ' ' and <= '~') or (>= '가' and <= '힣') or (>= '\u4E00' and <= '\u9FFF');
}
