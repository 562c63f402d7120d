namespace KoSparse.Training.Expanding;

/// <summary>Tells whether a question is nearly one of some others: who learns from it has seen the other.</summary>
internal sealed class NearQuestions
{
    private const int GramLength = 3;

    /// <summary>Share of the character 3-grams of both that two questions have in common from which they are nearly the same.</summary>
    private const double Overlap = 0.6;

    private readonly HashSet<string>[] _grams;
    private readonly ILookup<string, int> _questionsOf;

    /// <summary>Remembers questions.</summary>
    public NearQuestions(IEnumerable<string> questions)
    {
        _grams = [.. questions.Select(GramsOf)];
        _questionsOf = _grams.Index().SelectMany(q => q.Item.Select(gram => (gram, q.Index))).ToLookup(pair => pair.gram, pair => pair.Index, StringComparer.Ordinal);
    }

    /// <summary>Whether one of them is nearly this question.</summary>
    public bool Has(string question)
    {
        HashSet<string> grams = GramsOf(question);
        return grams.SelectMany(gram => _questionsOf[gram]).CountBy(other => other)
            .Any(common => common.Value > Overlap * (grams.Count + _grams[common.Key].Count - common.Value));
    }

    private static HashSet<string> GramsOf(string question)
    {
        string letters = string.Concat(question.Where(char.IsLetterOrDigit));
        return letters.Length <= GramLength ? [letters] : [.. Enumerable.Range(0, letters.Length - GramLength + 1).Select(start => letters.Substring(start, GramLength))];
    }
}
