using System.Globalization;
using System.Text;

namespace KoSparse.Text.Normalization;

/// <summary>The <see cref="CharacterKind"/> of every character; those of the basic plane from a table.</summary>
internal static class CharacterKinds
{
    private static readonly CharacterKind[] BasicPlane =
        [.. Enumerable.Range(0, 0x10000).Select(c => char.IsSurrogate((char)c) ? CharacterKind.Word : Classify(c))];

    /// <summary>Kind of the character at a position.</summary>
    /// <param name="text">A text without lone surrogates.</param>
    /// <param name="index">Position of the character's first unit; at its second, the kind is a word's.</param>
    /// <param name="length">1, or 2 for a surrogate pair.</param>
    public static CharacterKind Of(ReadOnlySpan<char> text, int index, out int length)
    {
        char c = text[index];
        if (!char.IsHighSurrogate(c))
        {
            length = 1;
            return BasicPlane[c];
        }

        length = 2;
        return Classify(char.ConvertToUtf32(c, text[index + 1]));
    }

    private static CharacterKind Classify(int codePoint) => codePoint switch
    {
        '\t' or '\n' or '\r' => CharacterKind.Space,
        0xFFFD => CharacterKind.Control,
        < 0x80 when char.IsPunctuation((char)codePoint) || char.IsSymbol((char)codePoint) => CharacterKind.Punctuation,
        '\v' or '\f' or 0x85 => CharacterKind.Control, // white space and control: BERT's cleaning removes it before it could part words
        _ when IsHan(codePoint) => CharacterKind.Han,
        _ when Rune.IsWhiteSpace(new Rune(codePoint)) => CharacterKind.Space,
        _ => CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse => CharacterKind.Control,
            UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation
                or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
                or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
                or UnicodeCategory.OtherPunctuation => CharacterKind.Punctuation,
            _ => CharacterKind.Word,
        },
    };

    private static bool IsHan(int c) => c is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B81F)
        or (>= 0x2B820 and <= 0x2CEAF) or (>= 0x2F800 and <= 0x2FA1F);
}
