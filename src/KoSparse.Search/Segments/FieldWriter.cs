using System.Text;
using KoSparse.Search.Analysis;
using KoSparse.Search.Postings;
using KoSparse.Search.Storage;
using KoSparse.Vectors;

namespace KoSparse.Search.Segments;

/// <summary>Collects the postings of one field: in memory, and past what memory is there for, as runs that are merged at the end.</summary>
/// <remarks>A run is sorted and written by another thread while the next one is collected.</remarks>
/// <param name="lexicon">Numbers the terms; null where they are token ids.</param>
/// <param name="format">How its lists lie.</param>
/// <param name="scratch">Takes the runs.</param>
internal sealed class FieldWriter(Lexicon? lexicon, PostingFormat format, Scratch scratch) : IDisposable
{
    private readonly List<Stream> _runs = [];
    private PostingListsBuilder _postings = new();
    private PostingListsBuilder _other = new(); // written while the first is filled
    private Task _spilling = Task.CompletedTask;
    private int _spilledDocuments;
    private long _spilledPostings;

    /// <summary>Number of postings so far.</summary>
    public long PostingCount => _spilledPostings + _postings.PostingCount;

    /// <summary>Bytes that postings and words take in memory, about, without what is being spilled.</summary>
    public long MemoryBytes => _postings.MemoryBytes + (lexicon?.MemoryBytes ?? 0);

    /// <summary>Adds the terms of the next document.</summary>
    public void Add(SparseVector terms) => _postings.Add(terms);

    /// <summary>Begins to take all postings out of memory, once those of before are out.</summary>
    /// <exception cref="IOException">Those of before could not be written: nothing more can be added.</exception>
    public void Spill()
    {
        _spilling.GetAwaiter().GetResult();
        (int[] order, ReadOnlyMemory<byte>[] terms) = Terms();
        Stream run = scratch.New();
        (PostingListsBuilder full, int firstDocument) = (_postings, _spilledDocuments);
        _spilledDocuments += full.DocumentCount;
        _spilledPostings += full.PostingCount;
        _runs.Add(run);
        lexicon?.Clear();
        (_postings, _other) = (_other, full);
        _spilling = Task.Run(() =>
        {
            PostingRunWriter writer = new(run);
            full.Spill(firstDocument, order, (place, documents, weights) => writer.Add(terms[place].Span, documents, weights));
        });
    }

    /// <summary>Writes the field.</summary>
    /// <param name="file">Takes it.</param>
    /// <param name="weight">Gives the final weights.</param>
    public FieldLayout Write<TWeight>(SegmentFile file, TWeight weight)
        where TWeight : struct, IPostingWeight
    {
        if (_runs.Count > 0)
        {
            Spill();
            _spilling.GetAwaiter().GetResult();
            return file.WriteField((lists, table) => new PostingRuns(_runs).Write(lists, table, _spilledDocuments, weight, format, scratch));
        }

        return file.WriteField((lists, table) =>
        {
            (int[] order, ReadOnlyMemory<byte>[] terms) = Terms();
            foreach (ReadOnlyMemory<byte> term in terms)
            {
                table.Add(term.Span);
            }

            return _postings.Write(lists, order, weight, format, scratch);
        });
    }

    /// <summary>Waits until nothing is written any more.</summary>
    public void Dispose() => Task.WhenAny(_spilling).Wait();

    /// <summary>The terms in memory, ascending by their bytes, and the number of each.</summary>
    private (int[] Order, ReadOnlyMemory<byte>[] Terms) Terms()
    {
        if (lexicon is null)
        {
            int[] tokens = _postings.UsedTerms();
            return (tokens, Array.ConvertAll(tokens, SegmentWriter.TokenTerm));
        }

        byte[][] terms = [.. lexicon.Terms.Select(Encoding.UTF8.GetBytes)];
        int[] order = [.. Enumerable.Range(0, terms.Length)];
        Array.Sort(terms, order, Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b)));
        return (order, Array.ConvertAll(terms, static term => (ReadOnlyMemory<byte>)term));
    }
}
