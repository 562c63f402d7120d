using System.Text.RegularExpressions;

namespace KoSparse.Training.Preparation;

/// <summary>Chooses between the two forms of a Korean particle by the sound before it.</summary>
internal static partial class Particle
{
    private const string DigitsWithFinalConsonant = "013678"; // 영 일 삼 육 칠 팔

    /// <summary>Replaces <c>(은/는)</c>, <c>(이/가)</c>, <c>(을/를)</c>, <c>(이란/란)</c> … by the form that fits what stands before.</summary>
    public static string Resolve(string template) => Choice().Replace(template, choice =>
    {
        char before = choice.Index > 0 ? template[choice.Index - 1] : ' ';
        return EndsInConsonant(before) ? choice.Groups[1].Value : choice.Groups[2].Value;
    });

    private static bool EndsInConsonant(char character) => character switch
    {
        >= '가' and <= '힣' => (character - '가') % 28 != 0,
        'l' or 'm' or 'n' or 'L' or 'M' or 'N' => true, // 엘 엠 엔
        _ => DigitsWithFinalConsonant.Contains(character, StringComparison.Ordinal),
    };

    [GeneratedRegex(@"\(([가-힣]+)/([가-힣]+)\)")]
    private static partial Regex Choice();
}
