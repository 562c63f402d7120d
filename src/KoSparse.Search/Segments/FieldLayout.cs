using KoSparse.Search.Postings;

namespace KoSparse.Search.Segments;

/// <summary>Where a field lies.</summary>
/// <param name="Terms">Its terms, ascending.</param>
/// <param name="PostingsOffset">First byte of its lists, one for each term.</param>
/// <param name="Postings">Their parts.</param>
internal readonly record struct FieldLayout(StringTableLayout Terms, long PostingsOffset, PostingsLayout Postings);
