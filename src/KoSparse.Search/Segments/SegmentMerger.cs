using System.Runtime.InteropServices;
using KoSparse.Data;
using KoSparse.Search.Postings;

namespace KoSparse.Search.Segments;

/// <summary>Writes neighbouring segments as one, without the deleted documents; the order of documents stays.</summary>
/// <remarks>
/// Impacts of a term whose largest weight differs between the segments are rounded to the steps of the largest, by at
/// most half a step. Blocks of stored documents in which none was deleted are copied as they are.
/// </remarks>
internal static class SegmentMerger
{
    /// <summary>Writes the merged segment.</summary>
    public static void Merge(IReadOnlyList<LiveSegment> segments, Stream output)
    {
        SegmentFile file = new(output);
        List<int[]> places = [];
        int next = 0;
        foreach (LiveSegment segment in segments)
        {
            places.Add(Places(segment, ref next));
            CopyDocuments(segment, file);
        }

        SegmentDirectory directory = file.WriteDocumentTables();
        file.Finish(directory with
        {
            TextLength = segments.Sum(segment => segment.LiveTextLength),
            Vectors = MergeField(segment => segment.Vectors),
            Text = MergeField(segment => segment.Text),
            Keywords = MergeField(segment => segment.Keywords),
        });

        FieldLayout MergeField(Func<SegmentReader, InvertedField> field)
        {
            List<ReadOnlyMemory<byte>> terms = [];
            InvertedField[] fields = [.. segments.Select(segment => field(segment.Reader))];
            return file.WriteField(terms, lists => MergeLists(fields, places, next, terms, lists));
        }
    }

    /// <summary>The place of each document in the merged segment, -1 for deleted ones.</summary>
    private static int[] Places(LiveSegment segment, ref int next)
    {
        int[] places = new int[segment.Reader.DocumentCount];
        for (int document = 0; document < places.Length; document++)
        {
            places[document] = segment.IsLive(document) ? next++ : -1;
        }

        return places;
    }

    private static void CopyDocuments(LiveSegment segment, SegmentFile file)
    {
        StoredDocuments stored = segment.Reader.Documents;
        for (int block = 0; block < stored.BlockCount; block++)
        {
            int first = stored.FirstDocument(block);
            int end = block + 1 < stored.BlockCount ? stored.FirstDocument(block + 1) : segment.Reader.DocumentCount;
            int[] live = [.. Enumerable.Range(first, end - first).Where(segment.IsLive)];
            if (live.Length == end - first)
            {
                file.AddPacked(
                    stored.Compressed(block), live.Select(d => (ReadOnlyMemory<byte>)segment.Reader.Id(d).ToArray()));
                continue;
            }

            List<Document> documents = live.Length > 0 ? stored.Unpack(block) : [];
            foreach (int document in live)
            {
                file.Add(documents[document - first]);
            }
        }
    }

    private static PostingsLayout MergeLists(
        InvertedField[] fields, List<int[]> places, int documentCount, List<ReadOnlyMemory<byte>> terms, Stream output)
    {
        PostingsWriter writer = new(output, documentCount);
        int[] next = new int[fields.Length];
        List<Posting> postings = [];
        while (SmallestTerm(fields, next) is { } term)
        {
            postings.Clear();
            bool[] holds = [.. fields.Select((field, i) => Holds(field, next[i], term))];
            float largest = fields.Where((_, i) => holds[i]).Select((field, _) => field)
                .Zip(next.Where((_, i) => holds[i]), (field, list) => field.Postings.LargestWeight(list)).Max();
            for (int i = 0; i < fields.Length; i++)
            {
                if (holds[i])
                {
                    AddLive(fields[i].Postings, next[i]++, places[i], largest, postings);
                }
            }

            if (postings.Count > 0)
            {
                terms.Add(term);
                writer.Add(CollectionsMarshal.AsSpan(postings), largest);
            }
        }

        return writer.Finish();
    }

    private static void AddLive(PostingLists lists, int list, int[] places, float largest, List<Posting> postings)
    {
        float ratio = lists.LargestWeight(list) / largest;
        (int[] found, byte[] ofFound) = lists.Decode(list);
        for (int i = 0; i < found.Length; i++)
        {
            if (places[found[i]] >= 0)
            {
                postings.Add(new Posting(places[found[i]], PostingFormat.Quantize(ofFound[i], ratio)));
            }
        }
    }

    private static byte[]? SmallestTerm(InvertedField[] fields, int[] next)
    {
        ReadOnlySpan<byte> smallest = default;
        bool any = false;
        for (int i = 0; i < fields.Length; i++)
        {
            if (next[i] < fields[i].Terms.Count)
            {
                ReadOnlySpan<byte> term = fields[i].Terms[next[i]];
                smallest = !any || term.SequenceCompareTo(smallest) < 0 ? term : smallest;
                any = true;
            }
        }

        return any ? smallest.ToArray() : null;
    }

    private static bool Holds(InvertedField field, int list, ReadOnlySpan<byte> term) =>
        list < field.Terms.Count && field.Terms[list].SequenceEqual(term);
}
