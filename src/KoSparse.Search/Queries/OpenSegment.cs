using KoSparse.Search.Segments;

namespace KoSparse.Search.Queries;

/// <summary>A segment of an open index.</summary>
/// <param name="segment">The segment.</param>
/// <param name="firstDocument">Place of its first document in the order of indexing.</param>
internal sealed class OpenSegment(LiveSegment segment, int firstDocument)
{
    /// <summary>The segment.</summary>
    public LiveSegment Segment => segment;

    /// <summary>Place of its first document in the order of indexing.</summary>
    public int FirstDocument => firstDocument;

    /// <summary>Whether it turned out to be damaged, and is left out.</summary>
    public bool Damaged { get; set; }
}
