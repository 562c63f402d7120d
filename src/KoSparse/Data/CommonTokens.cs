using KoSparse.Text;

namespace KoSparse.Data;

/// <summary>Tokens that many questions have whatever they ask for: particles, endings, question words.</summary>
public static class CommonTokens
{
    /// <summary>The share of questions from which a token is common.</summary>
    public const double Share = 0.1;

    /// <summary>Tokens in more than <see cref="Share"/> of the distinct questions, by id; special tokens are not among them.</summary>
    /// <exception cref="IdfException">There are no questions.</exception>
    public static IReadOnlyList<int> Of(IEnumerable<string> questions, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        InverseDocumentFrequency counted = IdfCounter.Count(questions, tokenizer, IdfSmoothing.Bm25);
        return
        [
            .. Enumerable.Range(0, counted.DocumentFrequencies.Length)
                .Where(id => counted.DocumentFrequencies[id] > Share * counted.DocumentCount)
                .Except(tokenizer.SpecialTokens.All),
        ];
    }
}
