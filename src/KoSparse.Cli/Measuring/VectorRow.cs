using KoSparse.Vectors;

namespace KoSparse.Cli.Measuring;

/// <summary>A vector as it is kept: a sparse one with its tokens, a dense one without.</summary>
/// <param name="TokenIds">Token ids, empty of a dense vector.</param>
/// <param name="Values">Weights or components.</param>
internal sealed record VectorRow(int[] TokenIds, float[] Values)
{
    public static VectorRow Of(SparseVector vector) => new(vector.TokenIds.ToArray(), vector.Weights.ToArray());

    public static VectorRow Of(float[] vector) => new([], vector);

    public SparseVector ToSparse() => SparseVector.FromTerms(TokenIds.Zip(Values, (id, weight) => new TermWeight(id, weight)));
}
