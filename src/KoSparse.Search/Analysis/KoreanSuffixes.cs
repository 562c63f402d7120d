using System.Globalization;
using KoSparse.Text;

namespace KoSparse.Search.Analysis;

/// <summary>Particles and endings of Korean words, and how to take them off; the list is <c>suffixes.txt</c>.</summary>
internal sealed class KoreanSuffixes
{
    private const int MostSuffixes = 3; // 사람 + 들 + 에게 + 는: Korean words seldom stack more

    private enum StemEnd
    {
        Any,
        Consonant,
        Vowel,
    }

    private sealed record Condition(StemEnd End, int SmallestStem);

    private readonly Dictionary<string, Condition>.AlternateLookup<ReadOnlySpan<char>> _conditions;
    private readonly int _longest;

    private KoreanSuffixes(Dictionary<string, Condition> conditions)
    {
        _conditions = conditions.GetAlternateLookup<ReadOnlySpan<char>>();
        _longest = conditions.Keys.Max(suffix => suffix.Length);
    }

    /// <summary>The built-in list.</summary>
    public static KoreanSuffixes Default { get; } = Load();

    /// <summary>Whether all of a word is one suffix, as in the 는 of "Vulcano는".</summary>
    public bool Contains(ReadOnlySpan<char> word) => _conditions.TryGetValue(word, out _);

    /// <summary>The word without its suffixes, the longest first and at most three; a word of Hangul syllables.</summary>
    public ReadOnlySpan<char> Strip(ReadOnlySpan<char> word)
    {
        for (int stripped = 0; stripped < MostSuffixes; stripped++)
        {
            int suffix = LongestSuffix(word);
            if (suffix == 0)
            {
                break;
            }

            word = word[..^suffix];
        }

        return word;
    }

    private int LongestSuffix(ReadOnlySpan<char> word)
    {
        for (int length = Math.Min(_longest, word.Length - 1); length > 0; length--)
        {
            ReadOnlySpan<char> stem = word[..^length];
            if (_conditions.TryGetValue(word[^length..], out Condition? condition)
                && stem.Length >= condition.SmallestStem
                && EndsIn(stem[^1], condition.End))
            {
                return length;
            }
        }

        return 0;
    }

    private static bool EndsIn(char syllable, StemEnd end)
    {
        bool consonant = syllable.FinalConsonant != 0;
        return end == StemEnd.Any || consonant == (end == StemEnd.Consonant);
    }

    private static KoreanSuffixes Load()
    {
        Dictionary<string, Condition> conditions = new(StringComparer.Ordinal);
        foreach (string line in WordResource.Lines("suffixes.txt"))
        {
            string[] fields = line.Split(' ');
            conditions.Add(fields[0], new Condition(
                Enum.Parse<StemEnd>(fields[1], ignoreCase: true),
                int.Parse(fields[2], CultureInfo.InvariantCulture)));
        }

        return new KoreanSuffixes(conditions);
    }
}
