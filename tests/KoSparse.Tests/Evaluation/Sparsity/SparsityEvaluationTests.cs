using KoSparse.Evaluation.Sparsity;
using KoSparse.Vectors;

namespace KoSparse.Tests.Evaluation.Sparsity;

public sealed class SparsityEvaluationTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Measure_SmallVectors_MatchesCountingProductsOfAllPairs()
    {
        SparseVector[] queries = [Vector(0, 1), Vector(1), Vector(1, 3)];
        SparseVector[] documents = [Vector(0, 1, 2), Vector(1, 2)];

        SparsityResult result = SparsityEvaluation.Measure(queries, documents, vocabularySize: 4);

        // Products of the six pairs: 2, 1 / 1, 1 / 1, 1 = 7; a pair takes 7 / 6.
        Assert.Equal(7.0 / 6, result.Flops, Tolerance);
        Assert.Equal(5.0 / 3, result.Queries.Mean, Tolerance);
        Assert.Equal(2, result.Queries.Median, Tolerance);
        Assert.Equal(2.5, result.Documents.Median, Tolerance);
        Assert.Equal(4f, result.Queries.MaxWeight); // token 3 has the weight 4
    }

    private static SparseVector Vector(params int[] tokens) =>
        SparseVector.FromTerms(tokens.Select(token => new TermWeight(token, token + 1)));
}
