namespace KoSparse.Vectors;

/// <summary>One term of a sparse vector.</summary>
/// <param name="TokenId">Row of the vocabulary.</param>
/// <param name="Weight">Positive impact of the term.</param>
public readonly record struct TermWeight(int TokenId, float Weight);
