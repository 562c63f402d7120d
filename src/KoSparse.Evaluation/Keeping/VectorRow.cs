using KoSparse.Vectors;

namespace KoSparse.Evaluation.Keeping;

/// <summary>A vector as it is kept: a sparse one with its tokens, a dense one without.</summary>
/// <param name="TokenIds">Token ids, empty of a dense vector.</param>
/// <param name="Values">Weights or components.</param>
public sealed record VectorRow(int[] TokenIds, float[] Values)
{
    /// <summary>A sparse vector.</summary>
    public static VectorRow Of(SparseVector vector) => new(vector.TokenIds.ToArray(), vector.Weights.ToArray());

    /// <summary>A dense vector.</summary>
    public static VectorRow Of(float[] vector) => new([], vector);

    /// <summary>The sparse vector that it keeps.</summary>
    public SparseVector ToSparse() => SparseVector.FromTerms(TokenIds.Zip(Values, (id, weight) => new TermWeight(id, weight)));
}
