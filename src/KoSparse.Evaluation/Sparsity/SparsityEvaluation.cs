using KoSparse.Vectors;

namespace KoSparse.Evaluation.Sparsity;

/// <summary>Measures how sparse vectors are.</summary>
/// <remarks>
/// FLOPS = Σ_v p_q(v) · p_d(v), with p the share of queries and of documents that activate token v: the number of
/// products that scoring a pair takes on average. Formal et al., "SPLADE: Sparse Lexical and Expansion Model", 2021.
/// </remarks>
public static class SparsityEvaluation
{
    /// <summary>Measures the vectors of queries and documents over one vocabulary.</summary>
    /// <param name="queries">Vectors of the queries.</param>
    /// <param name="documents">Vectors of the documents.</param>
    /// <param name="vocabularySize">Number of tokens; every token id is below it.</param>
    public static SparsityResult Measure(
        IReadOnlyCollection<SparseVector> queries, IReadOnlyCollection<SparseVector> documents, int vocabularySize)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(documents);
        double[] byQueries = ActivationShares(queries, vocabularySize);
        double[] byDocuments = ActivationShares(documents, vocabularySize);
        return new SparsityResult(
            TermFigures.Of(queries),
            TermFigures.Of(documents),
            byQueries.Zip(byDocuments, (query, document) => query * document).Sum(),
            [.. queries.Select(vector => vector.Count)],
            [.. documents.Select(vector => vector.Count)]);
    }

    private static double[] ActivationShares(IReadOnlyCollection<SparseVector> vectors, int vocabularySize)
    {
        double[] shares = new double[vocabularySize];
        double each = 1.0 / Math.Max(1, vectors.Count);
        foreach (SparseVector vector in vectors)
        {
            foreach (int token in vector.TokenIds)
            {
                shares[token] += each;
            }
        }

        return shares;
    }
}
