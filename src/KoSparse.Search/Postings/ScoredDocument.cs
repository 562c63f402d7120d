namespace KoSparse.Search.Postings;

/// <summary>One document found, by its place in the index.</summary>
/// <param name="Document">Place in the order of indexing, from 0.</param>
/// <param name="Score">Higher is better; always positive.</param>
public readonly record struct ScoredDocument(int Document, float Score);
