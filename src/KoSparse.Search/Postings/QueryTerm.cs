namespace KoSparse.Search.Postings;

/// <summary>A term of a query, made ready for integer arithmetic.</summary>
/// <param name="Term">Number of its list.</param>
/// <param name="Factor">What a bound of 1 adds to a document's score; the sum over terms of 255 · factor keeps below 2^31.</param>
internal readonly record struct QueryTerm(int Term, int Factor);
