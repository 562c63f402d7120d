using KoSparse.Search.Postings;

namespace KoSparse.Search.Segments;

/// <summary>Where a field lies.</summary>
/// <param name="Terms">Its terms, ascending.</param>
/// <param name="PostingsOffset">First byte of its lists, one for each term.</param>
/// <param name="Postings">Their parts.</param>
internal sealed record FieldLayout(StringTableLayout Terms, long PostingsOffset, PostingsLayout Postings)
{
    /// <summary>Stands where a field is not written yet.</summary>
    public static FieldLayout Unwritten { get; } = new(new StringTableLayout(0, 0), 0, new PostingsLayout(0, 0, 0));
}
