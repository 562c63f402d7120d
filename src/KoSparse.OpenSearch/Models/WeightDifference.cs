using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.OpenSearch.Models;

/// <summary>The term on which two computations of a vector differ most.</summary>
/// <param name="Term">The token; empty where neither has any.</param>
/// <param name="There">What it weighs in the cluster; 0 where it is not in its vector.</param>
/// <param name="Here">What it weighs here; 0 where it is not in this vector.</param>
public sealed record WeightDifference(string Term, float There, float Here)
{
    /// <summary>How far both are from each other, as weights are.</summary>
    public float Size => Math.Abs(There - Here);

    /// <summary>Compares what a model of the cluster gave with what is computed here.</summary>
    /// <param name="given">Weights by token, as the cluster gave them.</param>
    /// <param name="own">The vector of here.</param>
    /// <param name="tokenizer">Names its terms.</param>
    /// <param name="scale">What its weights were multiplied by on their way there.</param>
    public static WeightDifference Of(IReadOnlyDictionary<string, float> given, SparseVector own, Tokenizer tokenizer, float scale = 1)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(tokenizer);
        Dictionary<string, float> here = own.Terms().ToDictionary(term => tokenizer.Vocabulary[term.TokenId], term => term.Weight * scale, StringComparer.Ordinal);
        return given.Keys.Union(here.Keys).Select(term => new WeightDifference(term, given.GetValueOrDefault(term), here.GetValueOrDefault(term)))
            .MaxBy(difference => difference.Size) ?? new("", 0, 0);
    }
}
