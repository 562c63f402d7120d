using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Evaluation.Language;

/// <summary>Measures how Korean the vectors of Korean texts are.</summary>
public static class LanguageEvaluation
{
    /// <summary>Counts and weighs the active terms of all vectors together; shares of no terms are 0.</summary>
    /// <param name="vectors">Vectors of Korean texts.</param>
    /// <param name="classes">Classes of the vocabulary that they are over.</param>
    public static LanguageResult Measure(IReadOnlyCollection<SparseVector> vectors, TokenClasses classes)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(classes);
        TokenClass[] all = Enum.GetValues<TokenClass>();
        long[] counts = new long[all.Length];
        double[] weights = new double[all.Length];
        foreach (TermWeight term in vectors.SelectMany(vector => vector.Terms()))
        {
            int place = (int)classes[term.TokenId];
            counts[place]++;
            weights[place] += term.Weight;
        }

        return new LanguageResult(
            vectors.Count,
            Share(TokenClass.Korean),
            Share(TokenClass.Foreign),
            all.ToDictionary(one => one, one => counts[(int)one]));

        ShareOfTerms Share(TokenClass one) => new(
            Ratio(counts[(int)one], counts.Sum() - counts[(int)TokenClass.Special]),
            Ratio(weights[(int)one], weights.Sum() - weights[(int)TokenClass.Special]));
    }

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;
}
