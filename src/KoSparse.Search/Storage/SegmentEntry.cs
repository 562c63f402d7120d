namespace KoSparse.Search.Storage;

/// <summary>A segment of a commit.</summary>
/// <param name="File">Name of its file.</param>
/// <param name="Documents">Number of documents, deleted ones included.</param>
/// <param name="Deletions">Name of the file with its live documents, null when none was deleted.</param>
internal sealed record SegmentEntry(string File, int Documents, string? Deletions)
{
    /// <summary>The files of the segment.</summary>
    public IEnumerable<string> Files => Deletions is null ? [File] : [File, Deletions];
}
