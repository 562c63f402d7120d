using KoSparse.Text;

namespace KoSparse.Search.Analysis;

/// <summary>Tells questions that ask for nothing: particles, endings and function words alone, such as "그리고 이것은".</summary>
internal static class FunctionWords
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Words =
        new HashSet<string>(StopwordSet.Load("v26").Words.Concat(WordResource.Lines("function-words.txt")), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether every word of a question, with its particles or without, is a function word; false without any word.</summary>
    public static bool AreAll(string question)
    {
        bool any = false;
        ReadOnlySpan<char> rest = FoldedText.Of(question).Text;
        while (!rest.IsEmpty)
        {
            int length = 0;
            while (length < rest.Length && char.IsLetterOrDigit(rest[length]))
            {
                length++;
            }

            if (length > 0 && !IsOne(rest[..length]))
            {
                return false;
            }

            any |= length > 0;
            rest = rest[Math.Min(rest.Length, length + 1)..];
        }

        return any;
    }

    /// <summary>A stem of one syllable is no sign: 수도 is not 수 with a particle, nor 나이 나 with one.</summary>
    private static bool IsOne(ReadOnlySpan<char> word)
    {
        foreach (char c in word)
        {
            if (!c.IsHangulSyllable)
            {
                return false;
            }
        }

        ReadOnlySpan<char> stem = KoreanSuffixes.Default.Strip(word);
        return Words.Contains(word) || (stem.Length > 1 && Words.Contains(stem));
    }
}
