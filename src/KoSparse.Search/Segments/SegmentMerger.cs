using System.Runtime.InteropServices;
using KoSparse.Data;
using KoSparse.Search.Postings;
using KoSparse.Search.Storage;

namespace KoSparse.Search.Segments;

/// <summary>Writes neighbouring segments as one, without the deleted documents; the order of documents stays.</summary>
/// <remarks>
/// Impacts of a term whose largest weight differs between the segments are rounded to the steps of the largest, by at
/// most half a step. Blocks of stored documents in which none was deleted are copied as they are.
/// </remarks>
internal sealed class SegmentMerger
{
    /// <summary>After so many bytes the segments give back the memory that reading them has taken.</summary>
    private const int BytesBetweenReleases = 1 << 24;

    private readonly IReadOnlyList<LiveSegment> _segments;
    private readonly SegmentFile _file;
    private readonly Scratch _scratch;
    private readonly PostingFormat _vectors;
    private readonly List<LivePlaces> _places = [];
    private readonly List<Posting> _postings = [];
    private int[] _documents = [];
    private int[] _impacts = [];
    private long _releaseAt;

    private SegmentMerger(IReadOnlyList<LiveSegment> segments, Stream output, PostingFormat vectors, Scratch scratch) =>
        (_segments, _file, _vectors, _scratch) = (segments, new SegmentFile(output, scratch), vectors, scratch);

    /// <summary>Writes the merged segment. In memory is one list at a time, and a few bits a document.</summary>
    /// <param name="segments">In the order of their documents.</param>
    /// <param name="output">Takes the segment; stays open.</param>
    /// <param name="vectors">How the lists of the vectors lie.</param>
    /// <param name="scratch">Keeps tables while they grow.</param>
    public static void Merge(IReadOnlyList<LiveSegment> segments, Stream output, PostingFormat vectors, Scratch scratch) =>
        new SegmentMerger(segments, output, vectors, scratch).Run();

    private void Run()
    {
        int next = 0;
        foreach (LiveSegment segment in _segments)
        {
            _places.Add(new LivePlaces(segment, next));
            next += segment.LiveCount;
            CopyDocuments(segment);
        }

        SegmentDirectory directory = _file.WriteDocumentTables(IdOrder.Merged(_segments, _places).Select(Releasing));
        _file.Finish(directory with
        {
            TextLength = _segments.Sum(segment => segment.LiveTextLength),
            Vectors = MergeField(segment => segment.Vectors, _vectors),
            Text = MergeField(segment => segment.Text, PostingFormat.Bytes),
            Keywords = MergeField(segment => segment.Keywords, PostingFormat.Bytes),
        });

        FieldLayout MergeField(Func<SegmentReader, InvertedField> field, PostingFormat format)
        {
            InvertedField[] fields = [.. _segments.Select(segment => field(segment.Reader))];
            return _file.WriteField((lists, terms) => MergeLists(fields, terms, new PostingsWriter(lists, next, format, _scratch), format));
        }
    }

    private void CopyDocuments(LiveSegment segment)
    {
        StoredDocuments stored = segment.Reader.Documents;
        for (int block = 0; block < stored.BlockCount; block++)
        {
            int first = stored.FirstDocument(block);
            int end = block + 1 < stored.BlockCount ? stored.FirstDocument(block + 1) : segment.Reader.DocumentCount;
            int[] live = [.. Enumerable.Range(first, end - first).Where(segment.IsLive)];
            if (live.Length == end - first)
            {
                _file.AddPacked(stored.Compressed(block), segment.Reader, first..end);
            }
            else if (live.Length > 0)
            {
                List<Document> documents = stored.Unpack(block);
                foreach (int document in live)
                {
                    _file.Add(documents[document - first], segment.Reader.Id(document));
                }
            }

            Release();
        }
    }

    private PostingsLayout MergeLists(InvertedField[] fields, StringTableWriter terms, PostingsWriter writer, PostingFormat format)
    {
        int[] next = new int[fields.Length];
        while (SmallestTerm(fields, next) is { } term)
        {
            _postings.Clear();
            bool[] holds = [.. fields.Select((field, i) => Holds(field, next[i], term))];
            float largest = fields.Where((_, i) => holds[i]).Select((field, _) => field)
                .Zip(next.Where((_, i) => holds[i]), (field, list) => field.Postings.LargestWeight(list)).Max();
            for (int i = 0; i < fields.Length; i++)
            {
                if (holds[i])
                {
                    AddLive(fields[i].Postings, next[i]++, _places[i], largest, format);
                }
            }

            if (_postings.Count > 0)
            {
                terms.Add(term);
                writer.Add(CollectionsMarshal.AsSpan(_postings), largest);
            }

            Release();
        }

        return writer.Finish();
    }

    private void AddLive(PostingLists lists, int list, LivePlaces places, float largest, PostingFormat format)
    {
        float ratio = lists.LargestWeight(list) / largest * ((float)format.Steps / lists.Format.Steps);
        int count = lists.DocumentFrequency(list);
        if (count > _documents.Length)
        {
            (_documents, _impacts) = (new int[2 * count], new int[2 * count]);
        }

        lists.Decode(list, _documents.AsSpan(0, count), _impacts.AsSpan(0, count));
        for (int i = 0; i < count; i++)
        {
            if (places[_documents[i]] is >= 0 and int place)
            {
                _postings.Add(new Posting(place, format.Quantize(_impacts[i], ratio)));
            }
        }
    }

    private int Releasing(int document)
    {
        Release();
        return document;
    }

    private void Release()
    {
        if (_file.Position >= _releaseAt)
        {
            _releaseAt = _file.Position + BytesBetweenReleases;
            foreach (LiveSegment segment in _segments)
            {
                segment.Reader.Release();
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
