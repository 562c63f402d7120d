namespace KoSparse.Search.Postings;

/// <summary>Takes the postings of a term.</summary>
/// <param name="place">Place of the term among those that are handed on.</param>
/// <param name="documents">The documents that hold it, ascending.</param>
/// <param name="weights">Its weight in each, as added.</param>
internal delegate void AddedPostings(int place, ReadOnlySpan<int> documents, ReadOnlySpan<float> weights);
