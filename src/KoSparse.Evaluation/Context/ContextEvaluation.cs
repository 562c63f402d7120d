using KoSparse.Data;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Evaluation.Context;

/// <summary>Measures whether texts that share words but not a context get different terms.</summary>
/// <remarks>
/// Texts are encoded as documents, since a query without a model is its own tokens. Of each the 64 heaviest terms
/// count. An expected word is found when the first token of it (its stem, where the vocabulary has no whole word) is
/// among them; an unknown word is not found.
/// </remarks>
public static class ContextEvaluation
{
    private const int TopTerms = 64;
    internal const double DifferentBelow = 0.5;

    /// <summary>Encodes both texts of every pair and compares their terms.</summary>
    /// <param name="pairs">At least one pair.</param>
    /// <param name="encoder">The encoder to judge.</param>
    /// <param name="tokenizer">Splits the expected words; over the encoder's vocabulary.</param>
    public static ContextResult Measure(IReadOnlyList<ContextPair> pairs, ISparseEncoder encoder, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentOutOfRangeException.ThrowIfZero(pairs.Count);
        HashSet<int>[] terms =
        [
            .. encoder.EncodeDocuments([.. pairs.SelectMany(pair => new[] { new Document("", "", pair.A.Text), new Document("", "", pair.B.Text) })])
                .Select(vector => vector.ByWeight().Take(TopTerms).Select(term => term.TokenId).ToHashSet()),
        ];
        List<ContextPairResult> results =
            [.. pairs.Select((pair, place) => Compare(pair, terms[2 * place], terms[(2 * place) + 1], tokenizer))];
        return new ContextResult(
            results.Average(pair => pair.Overlap < DifferentBelow ? 1.0 : 0.0),
            results.Average(pair => pair.Overlap),
            results.Sum(pair => pair.Found.Count) / Math.Max(1.0, results.Sum(pair => pair.Expected)),
            results);
    }

    private static ContextPairResult Compare(
        ContextPair pair, HashSet<int> termsOfA, HashSet<int> termsOfB, Tokenizer tokenizer)
    {
        string[] found =
        [
            .. pair.A.Expected.Where(word => IsAmong(word, termsOfA, tokenizer)),
            .. pair.B.Expected.Where(word => IsAmong(word, termsOfB, tokenizer)),
        ];
        return new ContextPairResult(
            pair.Keyword, pair.Topic, Jaccard(termsOfA, termsOfB), found, pair.A.Expected.Count + pair.B.Expected.Count);
    }

    // Two texts without terms are not told apart.
    private static double Jaccard(HashSet<int> first, HashSet<int> second)
    {
        int shared = first.Count(second.Contains);
        int together = first.Count + second.Count - shared;
        return together == 0 ? 1 : (double)shared / together;
    }

    private static bool IsAmong(string word, HashSet<int> terms, Tokenizer tokenizer)
    {
        IReadOnlyList<Token> tokens = tokenizer.Tokenize(word);
        return tokens.Count > 0 && tokens[0].Id != tokenizer.SpecialTokens.Unknown && terms.Contains(tokens[0].Id);
    }
}
