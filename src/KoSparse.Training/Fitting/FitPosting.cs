namespace KoSparse.Training.Fitting;

/// <summary>An occurrence that answers to a token.</summary>
/// <param name="Text">Where it stands.</param>
/// <param name="Row">Its row of the <see cref="TermTable"/>.</param>
/// <param name="Share">What it adds to the weight of the token there, at BM25.</param>
internal readonly record struct FitPosting(int Text, int Row, float Share);
