using System.Text.RegularExpressions;
using KoSparse.Text;

namespace KoSparse.Preparation;

/// <summary>Finds words that are surely nouns: those before a particle that verbs do not take.</summary>
internal static partial class Nouns
{
    // 세부적인, 매일같이 and past tenses look like nouns before 이 or 에.
    private const string LastSyllablesOfOthers = "적같었았했였됐";

    private static readonly HashSet<string> Empty =
        new(PreparationResource.Lines("empty-nouns.txt"), StringComparer.Ordinal);

    /// <summary>The nouns of a text in its order, repeats included, each with at least two syllables.</summary>
    public static IEnumerable<string> Of(string text)
    {
        foreach (Match match in WordWithParticle().Matches(text))
        {
            string noun = match.Groups["noun"].Value;
            if (!Agrees(noun[^1], match.Groups["particle"].Value))
            {
                continue;
            }

            noun = noun.Length > 2 && noun[^1] == '들' ? noun[..^1] : noun;
            if (!LastSyllablesOfOthers.Contains(noun[^1], StringComparison.Ordinal) && !Empty.Contains(noun))
            {
                yield return noun;
            }
        }
    }

    private static bool Agrees(char last, string particle)
    {
        bool consonant = last.FinalConsonant != 0;
        return particle[0] switch
        {
            '을' or '이' or '과' => consonant,
            '를' or '가' or '와' => !consonant,
            _ => true,
        };
    }

    // 은, 는, 로, 도 and 고 are left out: verbs end in them, too (가는, 보고).
    [GeneratedRegex("(?<![가-힣0-9])(?<noun>[가-힣]{2,7}?)(?<particle>을|를|이|가|과|와|의|에서|에서는|에서의|에는|에|으로|으로서|에게)(?![가-힣])")]
    private static partial Regex WordWithParticle();
}
