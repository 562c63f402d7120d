namespace KoSparse.Search.Segments;

/// <summary>Where a table of strings lies.</summary>
/// <param name="Offset">Its first byte in the segment.</param>
/// <param name="Count">Number of strings.</param>
internal sealed record StringTableLayout(long Offset, int Count);
