namespace KoSparse.Search.Postings;

/// <summary>A document and the impact of a term in it.</summary>
/// <param name="Document">Number of the document.</param>
/// <param name="Impact">Weight of the term, in steps of its <see cref="PostingFormat"/>.</param>
internal readonly record struct Posting(int Document, int Impact);
