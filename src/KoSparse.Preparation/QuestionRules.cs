using System.Text.RegularExpressions;

namespace KoSparse.Preparation;

/// <summary>Makes questions of paragraphs by rule, as people would ask them; the rules are <c>question-rules.txt</c>.</summary>
internal sealed class QuestionRules
{
    private enum Part
    {
        First,
        Any,
        Else,
    }

    private sealed record Rule(Part Part, Regex Cue, string[] Wordings);

    private readonly List<Rule> _rules = [];

    private QuestionRules()
    {
    }

    /// <summary>The built-in rules.</summary>
    public static QuestionRules Default { get; } = Load();

    /// <summary>A question that the paragraph answers, or null when no rule fits.</summary>
    /// <param name="title">The page's title without what stands in parentheses.</param>
    /// <param name="text">The paragraph.</param>
    /// <param name="isFirst">Whether it is the first of its page.</param>
    /// <param name="noun">A noun of the paragraph for the general wordings; null when it has none.</param>
    /// <param name="random">Chooses among the rules that fit and their wordings.</param>
    public string? Ask(string title, string text, bool isFirst, string? noun, Random random)
    {
        List<(Rule Rule, Match Match)> fitting =
        [
            .. _rules
                .Where(rule => rule.Part == Part.Any || (rule.Part == Part.First && isFirst))
                .Select(rule => (rule, rule.Cue.Match(text)))
                .Where(candidate => candidate.Item2.Success),
        ];
        if (fitting.Count == 0)
        {
            if (noun is null)
            {
                return null;
            }

            Rule general = _rules.First(rule => rule.Part == Part.Else);
            fitting.Add((general, general.Cue.Match(text)));
        }

        (Rule chosen, Match match) = fitting[random.Next(fitting.Count)];
        string wording = chosen.Wordings[random.Next(chosen.Wordings.Length)];
        string question = wording
            .Replace("$1", match.Groups[1].Value, StringComparison.Ordinal)
            .Replace("N", noun ?? "", StringComparison.Ordinal)
            .Replace("T", title, StringComparison.Ordinal);
        return Particle.Resolve(question);
    }

    private static QuestionRules Load()
    {
        QuestionRules rules = new();
        Part part = Part.Any;
        foreach (string line in PreparationResource.Lines("question-rules.txt"))
        {
            if (line.StartsWith('!'))
            {
                part = Enum.Parse<Part>(line[1..], ignoreCase: true);
            }
            else
            {
                string[] fields = line.Split('\t');
                rules._rules.Add(new Rule(part, new Regex(fields[0], RegexOptions.Compiled), fields[1].Split('|')));
            }
        }

        return rules;
    }
}
