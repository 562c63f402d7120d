using System.Buffers;
using System.Globalization;
using System.Text;

namespace KoSparse.Text.Normalization;

/// <summary>Makes words that look alike the same: composed (NFC), full-width Latin letters and digits as plain ones, no invisible characters in a word.</summary>
/// <remarks>
/// Zero-width spaces, joiners and soft hyphens come with text that was copied from web pages and documents. They go where a letter or digit stands before them, or
/// after them at a word's beginning; between the parts of an emoji they stay.
/// </remarks>
internal sealed class WordFolding : TextNormalizer
{
    private const int FullWidth = 'Ａ' - 'A';

    /// <summary>Characters that may change; surrogates may be the first half of one.</summary>
    private static readonly SearchValues<char> Concerned =
        SearchValues.Create([.. Enumerable.Range(0, 0x10000).Select(c => (char)c).Where(c => IsInvisible(c) || IsFullWidth(c) || c is '\uDB40')]);

    private readonly UnicodeForm _composed = new(NormalizationForm.FormC);

    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        AlignedText composed = _composed.Apply(text);
        return composed.Characters.AsSpan().ContainsAny(Concerned) ? Fold(composed) : composed;
    }

    private static AlignedText Fold(AlignedText text)
    {
        ReadOnlySpan<char> characters = text.Characters;
        AlignedTextBuilder result = new(characters.Length);
        Rune? before = null;
        for (int i = 0, length; i < characters.Length; i += length)
        {
            Rune.DecodeFromUtf16(characters[i..], out Rune rune, out length);
            if (IsInvisible(rune.Value))
            {
                if (!IsInWord(before, characters[(i + length)..]))
                {
                    result.Append(text, i, i + length);
                }

                continue;
            }

            before = rune;
            if (IsFullWidth(rune.Value))
            {
                result.Append((char)(rune.Value - FullWidth), text[i]);
            }
            else
            {
                result.Append(text, i, i + length);
            }
        }

        // Without what stood between them, characters may be composed.
        return new UnicodeForm(NormalizationForm.FormC).Apply(result.Build());
    }

    /// <summary>Whether something invisible stands in a word: after a letter, or before one with no sign at its other side.</summary>
    private static bool IsInWord(Rune? before, ReadOnlySpan<char> after)
    {
        if (before is Rune last && (IsWord(last) || !(Rune.IsWhiteSpace(last) || Rune.IsPunctuation(last))))
        {
            return IsWord(last);
        }

        while (!after.IsEmpty)
        {
            Rune.DecodeFromUtf16(after, out Rune next, out int length);
            if (!IsInvisible(next.Value))
            {
                return IsWord(next);
            }

            after = after[length..];
        }

        return false;
    }

    private static bool IsWord(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsFullWidth(int c) => c is (>= '０' and <= '９') or (>= 'Ａ' and <= 'Ｚ') or (>= 'ａ' and <= 'ｚ');

    private static bool IsInvisible(int c) => c is 0x00AD or 0x034F or 0x061C or (>= 0x180B and <= 0x180F) or (>= 0x200B and <= 0x200F)
        or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or (>= 0xE0000 and <= 0xE01EF);
}
