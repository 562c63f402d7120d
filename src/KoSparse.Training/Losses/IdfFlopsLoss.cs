using TorchSharp;
using static TorchSharp.torch;

namespace KoSparse.Training.Losses;

// Shapes: B texts, V vocabulary.

/// <summary>Sparsity that makes common terms expensive and rare ones cheap (recipes V25 and later).</summary>
/// <remarks>
/// <c>Σ_v c_v a_v + β Σ_v c_v a_v²</c>, <c>a_v = mean_b w[b,v]</c>, <c>c_v = exp(−α · idf_v)</c> with IDF scaled to [0, 1]
/// over the tokens that are not special; stopwords times a penalty; special tokens at a fixed penalty.
/// </remarks>
internal static class IdfFlopsLoss
{
    /// <summary>Computes the loss.</summary>
    /// <param name="weightsBV">Weights, special tokens included.</param>
    /// <param name="costsV">What <see cref="Costs"/> gives.</param>
    /// <param name="beta">Weight of the quadratic part.</param>
    public static Tensor Compute(Tensor weightsBV, Tensor costsV, double beta)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor meansV = weightsBV.mean([0]);
        return ((costsV * meansV).sum() + (beta * (costsV * meansV.square()).sum())).MoveToOuterDisposeScope();
    }

    /// <summary>Cost of each token.</summary>
    /// <param name="idf">Inverse document frequency by token id.</param>
    /// <param name="stopwords">Token ids of stopwords.</param>
    /// <param name="special">Token ids of special tokens.</param>
    /// <param name="options">The constants.</param>
    public static float[] Costs(
        ReadOnlySpan<float> idf, IReadOnlyCollection<int> stopwords, IReadOnlyCollection<int> special, IdfFlopsOptions options)
    {
        ArgumentNullException.ThrowIfNull(stopwords);
        ArgumentNullException.ThrowIfNull(special);
        ArgumentNullException.ThrowIfNull(options);
        HashSet<int> outside = [.. special];
        (float low, float high) = (float.MaxValue, float.MinValue);
        for (int id = 0; id < idf.Length; id++)
        {
            if (!outside.Contains(id))
            {
                (low, high) = (Math.Min(low, idf[id]), Math.Max(high, idf[id]));
            }
        }

        double span = Math.Max(high - low, 1e-9);
        float[] costs = new float[idf.Length];
        for (int id = 0; id < costs.Length; id++)
        {
            costs[id] = (float)Math.Exp(-options.Alpha * (idf[id] - low) / span);
        }

        foreach (int id in stopwords)
        {
            costs[id] *= (float)options.StopwordPenalty;
        }

        foreach (int id in special)
        {
            costs[id] = (float)options.SpecialTokenPenalty;
        }

        return costs;
    }
}
