namespace KoSparse.Search.Indexing;

/// <summary>Which neighbouring segments a commit merges, so that a document is rewritten once per eightfold growth of the index, up to the size of a full segment.</summary>
internal static class MergePolicy
{
    /// <summary>So many segments of a size become one of the next.</summary>
    public const int Width = 8;

    /// <summary>Documents that merging puts into one segment at most: scores of more leave the caches, so that four times as many took five times as long in one.</summary>
    public const int MostDocuments = 1 << 20;

    private const int SmallestSize = 1000;
    private const int MostBytes = int.MaxValue - (1 << 27); // of the lists of a field, whose places are 32-bit numbers; merged they are hardly longer

    /// <summary>The segments to merge next, null when all is well.</summary>
    /// <param name="segments">All of the index.</param>
    /// <param name="most">Documents that a segment may have.</param>
    public static Range? Next(IReadOnlyList<WritableSegment> segments, int most = MostDocuments)
    {
        for (int i = 0; i < segments.Count; i++)
        {
            if (segments[i].LiveCount < segments[i].Entry.Documents / 2)
            {
                return i..(i + 1); // more than half is deleted
            }
        }

        for (int size = 0; size < 8; size++)
        {
            for (int end = segments.Count; end > 1; end--)
            {
                (int start, bool isFull) = RunBefore(end, segments, size, most);
                if (end - start >= (isFull ? 2 : Width))
                {
                    return start..end;
                }
            }
        }

        return null;
    }

    /// <summary>Neighbours of which each group has room in one segment.</summary>
    /// <param name="segments">All of the index.</param>
    /// <param name="most">Documents that a segment may have.</param>
    public static IEnumerable<Range> Groups(IReadOnlyList<WritableSegment> segments, int most = MostDocuments)
    {
        int first = 0;
        for (int end = 1; end <= segments.Count; end++)
        {
            if (end == segments.Count || !Fit(segments.Skip(first).Take(end - first + 1), most))
            {
                yield return first..end;
                first = end;
            }
        }
    }

    /// <summary>The segments before a place that are of a size at most and fit into one, and whether they fill it so that the one before does not.</summary>
    private static (int Start, bool IsFull) RunBefore(int end, IReadOnlyList<WritableSegment> segments, int size, int most)
    {
        int start = end;
        while (start > 0 && Size(segments[start - 1]) <= size)
        {
            if (!Fit(segments.Skip(start - 1).Take(end - start + 1), most))
            {
                return (start, segments.Skip(start).Take(end - start).Sum(static segment => segment.LiveCount) >= most / 2);
            }

            start--;
        }

        return (start, false);
    }

    private static bool Fit(IEnumerable<WritableSegment> segments, int most)
    {
        (long documents, long bytes) = (0, 0);
        foreach (WritableSegment segment in segments)
        {
            documents += segment.LiveCount;
            bytes += segment.Segment.Reader.LongestField;
        }

        return documents <= most && bytes <= MostBytes;
    }

    private static int Size(WritableSegment segment) =>
        (int)Math.Log(Math.Max(1, segment.LiveCount / (double)SmallestSize), Width);
}
