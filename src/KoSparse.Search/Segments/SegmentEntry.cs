namespace KoSparse.Search.Segments;

/// <summary>A segment of a commit.</summary>
/// <param name="File">Name of its file.</param>
/// <param name="Documents">Number of documents, deleted ones included.</param>
/// <param name="Deletions">Name of the file with its live documents, null when none was deleted.</param>
internal sealed record SegmentEntry(string File, int Documents, string? Deletions)
{
    /// <summary>The files of the segment.</summary>
    public IEnumerable<string> Files => Deletions is null ? [File] : [File, Deletions];

    /// <summary>Opens the segment.</summary>
    /// <exception cref="IndexFormatException">It is damaged or missing.</exception>
    public LiveSegment Open(string folder)
    {
        try
        {
            SegmentReader reader = SegmentReader.Open(Path.Combine(folder, File));
            return reader.DocumentCount == Documents
                ? new LiveSegment(reader, Deletions is null ? null : Segments.Deletions.Read(Path.Combine(folder, Deletions), Documents))
                : throw IndexFormatException.Damaged(reader.Name, $"has {reader.DocumentCount} documents, the index expects {Documents}");
        }
        catch (IOException fault)
        {
            throw new IndexFormatException(
                $"{Path.Combine(folder, File)} cannot be opened ({fault.Message}) Copy it from a backup, or build the index again.", fault);
        }
        catch (Exception fault) when (IndexFormatException.CanMeanDamage(fault))
        {
            throw IndexFormatException.Of(Path.Combine(folder, File), fault);
        }
    }
}
