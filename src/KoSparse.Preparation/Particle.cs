using System.Text.RegularExpressions;
using KoSparse.Text;

namespace KoSparse.Preparation;

/// <summary>Chooses between the two forms of a Korean particle by the sound before it.</summary>
internal static partial class Particle
{
    private const string DigitsWithFinalConsonant = "013678"; // 영 일 삼 육 칠 팔
    private const string LatinOrDigitsInL = "178lL"; // 일 칠 팔 엘
    private const string ClosingQuotes = "’”」』》";
    private const int FinalL = 8;

    /// <summary>Replaces <c>(은/는)</c>, <c>(이/가)</c>, <c>(을/를)</c>, <c>(이란/란)</c> … by the form that fits what stands before.</summary>
    public static string Resolve(string template) => Choice().Replace(template, choice =>
    {
        ReadOnlySpan<char> read = template.AsSpan(0, choice.Index).TrimEnd(ClosingQuotes);
        char before = read.IsEmpty ? ' ' : read[^1];
        string afterConsonant = choice.Groups[1].Value;
        bool afterL = afterConsonant.StartsWith("으로", StringComparison.Ordinal) && EndsInL(before); // 서울로
        return EndsInConsonant(before) && !afterL ? afterConsonant : choice.Groups[2].Value;
    });

    private static bool EndsInL(char character) => character.IsHangulSyllable
        ? character.FinalConsonant == FinalL
        : LatinOrDigitsInL.Contains(character, StringComparison.Ordinal);

    private static bool EndsInConsonant(char character) => character switch
    {
        _ when character.IsHangulSyllable => character.FinalConsonant != 0,
        'l' or 'm' or 'n' or 'L' or 'M' or 'N' => true, // 엘 엠 엔
        _ => DigitsWithFinalConsonant.Contains(character, StringComparison.Ordinal),
    };

    [GeneratedRegex(@"\(([가-힣]+)/([가-힣]+)\)")]
    private static partial Regex Choice();
}
