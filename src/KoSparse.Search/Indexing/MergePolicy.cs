using KoSparse.Search.Postings;

namespace KoSparse.Search.Indexing;

/// <summary>Which neighbouring segments a commit merges, so that a document is rewritten once per eightfold growth of the index.</summary>
internal static class MergePolicy
{
    /// <summary>So many segments of a size become one of the next.</summary>
    public const int Width = 8;

    private const int SmallestSize = 1000;

    /// <summary>The segments to merge next, null when all is well.</summary>
    public static Range? Next(IReadOnlyList<WritableSegment> segments)
    {
        for (int i = 0; i < segments.Count; i++)
        {
            if (segments[i].LiveCount < segments[i].Entry.Documents / 2)
            {
                return i..(i + 1); // more than half is deleted
            }
        }

        for (int end = segments.Count, size = 0; size < 8; size++)
        {
            int start = end;
            long documents = 0;
            while (start > 0 && Size(segments[start - 1]) <= size)
            {
                documents += segments[--start].LiveCount;
            }

            if (end - start >= Width && documents <= PostingFormat.MaxDocuments)
            {
                return start..end;
            }
        }

        return null;
    }

    private static int Size(WritableSegment segment) =>
        (int)Math.Log(Math.Max(1, segment.LiveCount / (double)SmallestSize), Width);
}
