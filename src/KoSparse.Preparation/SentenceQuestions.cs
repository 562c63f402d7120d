using System.Text.RegularExpressions;

namespace KoSparse.Preparation;

/// <summary>Turns a statement into the question whose answer it is, by taking its date or its number away.</summary>
/// <remarks>“1951년 8월에 결성되었다.” becomes “결성된 것은 언제인가요?”, with the title where the sentence names no subject.</remarks>
internal static partial class SentenceQuestions
{
    private const int LongestQuestion = 60;

    private static readonly string[] WhenEndings =
        ["것은 언제인가요?", "것은 언제인가?", "해는 언제인가요?", "때는 언제인가?", "것은 몇 년인가요?"];

    /// <summary>The question, or null when the sentence has neither date nor number where one can be asked for.</summary>
    public static string? Of(string sentence, string title, Random random)
    {
        Match when = DatedStatement().Match(sentence);
        Match count = CountedStatement().Match(sentence);
        string? question =
            when.Success
                ? $"{when.Groups["before"].Value}{when.Groups["after"].Value}{Modifier(when.Groups["verb"].Value)} " +
                    WhenEndings[random.Next(WhenEndings.Length)]
            : count.Success ? $"{count.Groups["before"].Value}몇 {count.Groups["unit"].Value}인가요?"
            : null;
        if (question is null)
        {
            return null;
        }

        question = Spaces().Replace(Parentheses().Replace(question, ""), " ").Trim();
        if (!question.Contains(title, StringComparison.Ordinal))
        {
            question = Particle.Resolve($"{title}(이/가) {question}");
        }

        return question.Length > LongestQuestion ? null : question;
    }

    // 결성되었다 → 결성된, 발표했다 → 발표한, 받았다 → 받은.
    private static string Modifier(string verb) => verb switch
    {
        "되었다" or "됐다" => "된",
        "하였다" or "했다" => "한",
        _ => $"{verb[..^2]}은",
    };

    [GeneratedRegex(@"^(?<before>[^\d]{0,40})(?<!\d)\d{3,4}년(?: \d{1,2}월)?(?: \d{1,2}일)?(?:에는|에|부터)?[, ]+(?<after>[^\d,]{2,45}?)(?<verb>되었다|됐다|하였다|했다|받았다|맡았다|얻었다)\.\z")]
    private static partial Regex DatedStatement();

    [GeneratedRegex(@"^(?<before>[^\d.]{4,50}(?:은|는) )[약총 ]*\d[\d,.]*만? ?(?<unit>명|개|km|킬로미터|미터|m|층|권|편|곳|세|회|대)(?:이다|이었다|였다)\.\z")]
    private static partial Regex CountedStatement();

    [GeneratedRegex(@"\([^)]*\)")]
    private static partial Regex Parentheses();

    [GeneratedRegex(@"\s{2,}")]
    private static partial Regex Spaces();
}
