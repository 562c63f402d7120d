using KoSparse.Text;

namespace KoSparse.Data;

/// <summary>Tokens that many questions have whatever they ask for: particles, endings, question words.</summary>
public static class CommonTokens
{
    /// <summary>The share of questions from which a token is common.</summary>
    public const double Share = 0.1;

    /// <summary>Tokens in more than <see cref="Share"/> of the distinct questions, by id; special tokens are not among them.</summary>
    public static IReadOnlyList<int> Of(IEnumerable<string> questions, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentNullException.ThrowIfNull(tokenizer);
        int[] holders = new int[tokenizer.Vocabulary.Count];
        int count = 0;
        foreach (string question in questions.Distinct())
        {
            count++;
            foreach (int id in tokenizer.Tokenize(question).Select(token => token.Id).Distinct())
            {
                holders[id]++;
            }
        }

        return [.. Enumerable.Range(0, holders.Length).Where(id => holders[id] > Share * count).Except(tokenizer.SpecialTokens.All)];
    }
}
