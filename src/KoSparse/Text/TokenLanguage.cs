using System.Globalization;
using System.Text;

namespace KoSparse.Text;

/// <summary>Tells the language of a token from its characters.</summary>
internal static class TokenLanguage
{
    /// <summary>Whether tokens of a class may stand in a Korean text's vector: Korean, mixed, number, punctuation or special.</summary>
    public static bool IsKoreanSide(TokenClass tokenClass) => tokenClass is not (TokenClass.Foreign or TokenClass.Other);

    /// <summary>Classes a token by its letters; a bare marker is punctuation.</summary>
    public static TokenClass Of(Tokenizer tokenizer, int id) => tokenizer.LettersOf(id) is { Length: > 0 } letters
        ? Classify(letters, "")
        : Classify(tokenizer.Vocabulary[id], tokenizer.Marker);

    /// <summary>Classes a string of a vocabulary; special tokens are not told here, as their names are plain letters.</summary>
    /// <param name="token">The string, with or without its marker.</param>
    /// <param name="marker">Removed from the start before classing: <c>▁</c> or <c>##</c>; may be empty.</param>
    public static TokenClass Classify(ReadOnlySpan<char> token, ReadOnlySpan<char> marker)
    {
        bool hasMarker = marker.Length > 0 && token.StartsWith(marker, StringComparison.Ordinal);
        ReadOnlySpan<char> characters = hasMarker ? token[marker.Length..] : token;
        if (characters.IsEmpty)
        {
            return hasMarker ? TokenClass.Punctuation : TokenClass.Other;
        }

        int hangul = 0;
        int foreign = 0;
        bool hasDigit = false;
        bool hasPunctuation = false;
        foreach (Rune rune in characters.EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            hangul += IsHangul(rune.Value) ? 1 : 0;
            foreign += !IsHangul(rune.Value) && IsLetter(category, rune.Value) ? 1 : 0;
            hasDigit |= category is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
            hasPunctuation |= IsPunctuation(category);
        }

        return (hangul, foreign) switch
        {
            (0, 0) => hasDigit ? TokenClass.Number : hasPunctuation ? TokenClass.Punctuation : TokenClass.Other,
            _ when hangul == foreign => TokenClass.Mixed,
            _ => hangul > foreign ? TokenClass.Korean : TokenClass.Foreign,
        };
    }

    /// <summary>Syllables, all blocks of Jamo, half-width and enclosed forms, tone marks.</summary>
    private static bool IsHangul(int c) => c is (>= 0xAC00 and <= 0xD7A3)
        or (>= 0x1100 and <= 0x11FF) or (>= 0x3131 and <= 0x318E) or (>= 0xA960 and <= 0xA97C) or (>= 0xD7B0 and <= 0xD7FB)
        or (>= 0xFFA0 and <= 0xFFDC) or (>= 0x3200 and <= 0x321E) or (>= 0x3260 and <= 0x327E) or 0x302E or 0x302F;

    /// <summary>Letters, and marks that belong to one script, as vowel signs do; accents and variation selectors belong to none.</summary>
    private static bool IsLetter(UnicodeCategory category, int c) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => true,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark =>
            c is not ((>= 0x0300 and <= 0x036F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF)),
        _ => false,
    };

    private static bool IsPunctuation(UnicodeCategory category) =>
        category is (>= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation)
            or UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol;
}
