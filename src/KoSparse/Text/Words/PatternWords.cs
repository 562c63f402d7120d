using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using KoSparse.Text.Normalization;

namespace KoSparse.Text.Words;

/// <summary>Words by a regular expression.</summary>
/// <remarks>
/// The platform's expressions read UTF-16 units and know no letters beyond U+FFFF: they are run over a copy in which one character stands for each code
/// point, those beyond by one of their category.
/// </remarks>
/// <param name="pattern">The expression.</param>
/// <param name="behavior">What becomes of what it finds.</param>
/// <param name="invert">Whether what lies between is found, and what it finds lies between.</param>
internal sealed class PatternWords(Regex pattern, PatternWords.Behavior behavior, bool invert = false) : WordSplitter
{
    /// <summary>The words of GPT-2 (Radford et al., 2019): letters, digits and signs with the blank before them.</summary>
    public const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>What becomes of a stretch that the expression finds.</summary>
    public enum Behavior
    {
        /// <summary>It parts words and is none.</summary>
        Removed,

        /// <summary>It is a word.</summary>
        Isolated,

        /// <summary>It ends the word before.</summary>
        MergedWithPrevious,

        /// <summary>It begins the word after.</summary>
        MergedWithNext,

        /// <summary>It is a word, together with those that follow at once.</summary>
        Contiguous,
    }

    /// <inheritdoc/>
    public override AlignedText Split(AlignedText text, List<WordRange> words)
    {
        WordRange[] before = [.. words];
        words.Clear();
        foreach (WordRange word in before)
        {
            Split(text.Characters, word, words);
        }

        return text;
    }

    private void Split(string text, WordRange word, List<WordRange> words)
    {
        List<(WordRange Part, bool Found)> parts = Parts(text, word);
        int start = -1; // of a word that is not finished
        for (int i = 0; i < parts.Count; i++)
        {
            (WordRange part, bool found) = parts[i];
            if (found && behavior == Behavior.Removed)
            {
                continue;
            }

            bool nextFound = i + 1 < parts.Count && parts[i + 1].Found;
            bool goesOn = i + 1 < parts.Count && behavior switch
            {
                Behavior.MergedWithPrevious => !found && nextFound,
                Behavior.MergedWithNext => found && !nextFound,
                Behavior.Contiguous => found && nextFound,
                _ => false,
            };
            start = start < 0 ? part.Start : start;
            if (!goesOn)
            {
                words.Add(new WordRange(start, part.End));
                start = -1;
            }
        }
    }

    /// <summary>What was found and what lies between, in order; nothing is empty.</summary>
    private List<(WordRange Part, bool Found)> Parts(string text, WordRange word)
    {
        List<(WordRange Part, bool Found)> parts = [];
        string copy = OneForEach(text.AsSpan(word.Start, word.End - word.Start), out int[]? places);
        int at = 0;
        foreach (ValueMatch match in pattern.EnumerateMatches(copy))
        {
            Add(at, match.Index, invert);
            Add(match.Index, match.Index + match.Length, !invert);
            at = match.Index + match.Length;
        }

        Add(at, copy.Length, invert);
        return parts;

        void Add(int start, int end, bool found)
        {
            if (end > start)
            {
                parts.Add((new WordRange(word.Start + (places?[start] ?? start), word.Start + (places?[end] ?? end)), found));
            }
        }
    }

    private static string OneForEach(ReadOnlySpan<char> text, out int[]? places)
    {
        places = null;
        if (!text.ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text.ToString();
        }

        StringBuilder copy = new(text.Length);
        List<int> starts = [];
        for (int i = 0, length; i < text.Length; i += length)
        {
            Rune.DecodeFromUtf16(text[i..], out Rune rune, out length);
            copy.Append(rune.IsBmp ? (char)rune.Value : LikeOf(rune));
            starts.Add(i);
        }

        places = [.. starts, text.Length];
        return copy.ToString();
    }

    private static char LikeOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter => 'Ā',
        UnicodeCategory.LowercaseLetter => 'ā',
        UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter => 'ꀀ',
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => '\u0300',
        UnicodeCategory.DecimalDigitNumber => '٠',
        UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => '①',
        UnicodeCategory.Format => '\u2060',
        UnicodeCategory.OtherPunctuation or UnicodeCategory.DashPunctuation => '‼',
        UnicodeCategory.OtherNotAssigned => '\uFFFF',
        UnicodeCategory.PrivateUse => '\uE000',
        _ => '☺',
    };
}
