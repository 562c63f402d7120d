using System.Buffers.Binary;

namespace KoSparse.Search.Segments;

/// <summary>Sorts documents by the bytes of their ids.</summary>
internal static class IdOrder
{
    /// <summary>The documents by ascending id; among equal ids in any order.</summary>
    /// <remarks>The first eight bytes are compared as one number; only ids that share them are compared as a whole.</remarks>
    public static int[] Of(IReadOnlyList<ReadOnlyMemory<byte>> ids)
    {
        int[] documents = [.. Enumerable.Range(0, ids.Count)];
        ulong[] starts = [.. ids.Select(static id => Start(id.Span))];
        Array.Sort(starts, documents);
        for (int first = 0, end; first < documents.Length; first = end)
        {
            end = first + 1;
            while (end < documents.Length && starts[end] == starts[first])
            {
                end++;
            }

            documents.AsSpan(first..end).Sort((a, b) => ids[a].Span.SequenceCompareTo(ids[b].Span));
        }

        return documents;
    }

    private static ulong Start(ReadOnlySpan<byte> id)
    {
        Span<byte> start = stackalloc byte[sizeof(ulong)]; // shorter ids end in zeros
        id[..Math.Min(id.Length, start.Length)].CopyTo(start);
        return BinaryPrimitives.ReadUInt64BigEndian(start);
    }
}
