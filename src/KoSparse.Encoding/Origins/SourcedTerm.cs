namespace KoSparse.Encoding.Origins;

/// <summary>A term of a vector with where it comes from.</summary>
/// <param name="TokenId">Row of the vocabulary.</param>
/// <param name="Weight">Its weight in the vector.</param>
/// <param name="Source">Where it comes from first; a token of the text may have weight of the expansion, too.</param>
public sealed record SourcedTerm(int TokenId, float Weight, TermSource Source);
