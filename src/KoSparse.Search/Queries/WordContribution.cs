namespace KoSparse.Search.Queries;

/// <summary>The part of a BM25 score that one word gives.</summary>
/// <param name="Word">A term of the analyzer: a stem, or two syllables of one.</param>
/// <param name="Contribution">Its weight in the question times that in the document; positive.</param>
public readonly record struct WordContribution(string Word, float Contribution);
