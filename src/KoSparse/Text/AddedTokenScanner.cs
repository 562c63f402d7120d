using System.Buffers;
using System.Globalization;
using System.Text;

namespace KoSparse.Text;

/// <summary>Finds added tokens in a text: the first one, and of those at one place the longest.</summary>
internal sealed class AddedTokenScanner
{
    private readonly AddedToken[] _tokens;
    private readonly SearchValues<string> _search;

    public AddedTokenScanner(IEnumerable<AddedToken> tokens)
    {
        _tokens = [.. tokens.Where(t => t.Text.Length > 0).OrderByDescending(t => t.Text.Length)];
        _search = SearchValues.Create([.. _tokens.Select(t => t.Text)], StringComparison.Ordinal);
    }

    /// <summary>The next added token at or after a position.</summary>
    /// <param name="text">All of the text: what stands around a token decides.</param>
    /// <param name="from">Where to begin; white space before it belongs to an earlier token.</param>
    /// <param name="found">With the white space that it takes.</param>
    /// <returns>False when there is none.</returns>
    public bool TryFind(string text, int from, out Token found)
    {
        found = default;
        for (int at = from; _tokens.Length > 0;)
        {
            int next = text.AsSpan(at).IndexOfAny(_search);
            if (next < 0)
            {
                return false;
            }

            int start = at + next;
            AddedToken token = _tokens.First(t => string.CompareOrdinal(text, start, t.Text, 0, t.Text.Length) == 0);
            int end = start + token.Text.Length;
            if (token.SingleWord && (EndsInWord(text.AsSpan(0, start)) || BeginsWithWord(text.AsSpan(end))))
            {
                at = end;
                continue;
            }

            while (token.StripsLeft && start > from && IsBlank(text[start - 1]))
            {
                start--;
            }

            while (token.StripsRight && end < text.Length && IsBlank(text[end]))
            {
                end++;
            }

            found = new Token(token.Id, start, end - start);
            return true;
        }

        return false;
    }

    private static bool IsBlank(char c) => Rune.TryCreate(c, out Rune rune) && Rune.IsWhiteSpace(rune);

    private static bool EndsInWord(ReadOnlySpan<char> text) => Rune.DecodeLastFromUtf16(text, out Rune last, out _) == OperationStatus.Done && IsWord(last);

    private static bool BeginsWithWord(ReadOnlySpan<char> text) => Rune.DecodeFromUtf16(text, out Rune first, out _) == OperationStatus.Done && IsWord(first);

    /// <summary>The word characters of regular expressions by Unicode (UTS 18): letters, marks, digits, connectors and the two joiners.</summary>
    private static bool IsWord(Rune rune) => rune.Value is 0x200C or 0x200D or (>= 0x24B6 and <= 0x24E9) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation;
}
