using System.Buffers.Binary;

namespace KoSparse.Search.Segments;

/// <summary>Sorts documents by the bytes of their ids.</summary>
internal static class IdOrder
{
    /// <summary>The documents by ascending id; among equal ids in any order.</summary>
    /// <remarks>The first eight bytes are compared as one number; only ids that share them are compared as a whole.</remarks>
    public static int[] Of(IdTable ids)
    {
        int[] documents = [.. Enumerable.Range(0, ids.Count)];
        ulong[] starts = new ulong[ids.Count];
        for (int document = 0; document < starts.Length; document++)
        {
            starts[document] = Start(ids[document]);
        }

        Array.Sort(starts, documents);
        for (int first = 0, end; first < documents.Length; first = end)
        {
            end = first + 1;
            while (end < documents.Length && starts[end] == starts[first])
            {
                end++;
            }

            documents.AsSpan(first..end).Sort((a, b) => ids[a].SequenceCompareTo(ids[b]));
        }

        return documents;
    }

    /// <summary>The live documents of several segments by ascending id, as their places when these are merged; no two have the same id.</summary>
    /// <param name="segments">Each has its documents in this order already.</param>
    /// <param name="places">Where the documents of each come to lie.</param>
    public static IEnumerable<int> Merged(IReadOnlyList<LiveSegment> segments, IReadOnlyList<LivePlaces> places)
    {
        int[] next = new int[segments.Count];
        ulong[] starts = new ulong[segments.Count];
        for (int i = 0; i < next.Length; i++)
        {
            Skip(i);
        }

        while (Smallest(segments, next, starts) is >= 0 and int smallest)
        {
            yield return places[smallest][segments[smallest].Reader.InIdOrder(next[smallest])];
            next[smallest]++;
            Skip(smallest);
        }

        void Skip(int i)
        {
            SegmentReader reader = segments[i].Reader;
            while (next[i] < reader.DocumentCount && !segments[i].IsLive(reader.InIdOrder(next[i])))
            {
                next[i]++;
            }

            starts[i] = next[i] < reader.DocumentCount ? Start(reader.Id(reader.InIdOrder(next[i]))) : 0;
        }
    }

    private static int Smallest(IReadOnlyList<LiveSegment> segments, int[] next, ulong[] starts)
    {
        int smallest = -1;
        for (int i = 0; i < next.Length; i++)
        {
            if (next[i] < segments[i].Reader.DocumentCount
                && (smallest < 0 || starts[i] < starts[smallest] || (starts[i] == starts[smallest] && Id(i).SequenceCompareTo(Id(smallest)) < 0)))
            {
                smallest = i;
            }
        }

        return smallest;

        ReadOnlySpan<byte> Id(int i) => segments[i].Reader.Id(segments[i].Reader.InIdOrder(next[i]));
    }

    private static ulong Start(ReadOnlySpan<byte> id)
    {
        Span<byte> start = stackalloc byte[sizeof(ulong)]; // shorter ids end in zeros
        id[..Math.Min(id.Length, start.Length)].CopyTo(start);
        return BinaryPrimitives.ReadUInt64BigEndian(start);
    }
}
