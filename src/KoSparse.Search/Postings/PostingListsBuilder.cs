using KoSparse.Search.Storage;
using KoSparse.Vectors;

namespace KoSparse.Search.Postings;

/// <summary>Collects documents with their terms and sorts them into <see cref="PostingLists"/>; not thread-safe.</summary>
/// <remarks>
/// Building is a counting sort by term, which keeps the documents of a list ascending. At most 2^31 − 1 postings and
/// 4,194,304 documents. Where they are too many for memory, <see cref="Spill"/> takes those so far out of it.
/// </remarks>
internal sealed class PostingListsBuilder
{
    private readonly AddedVectors _documents = new();
    private int[] _counts = [];
    private int[] _sortedDocuments = [];
    private float[] _sortedWeights = [];

    /// <summary>Number of documents added, without those that were spilled.</summary>
    public int DocumentCount => _documents.Count;

    /// <summary>Number of postings added, without those that were spilled.</summary>
    public int PostingCount => _documents.TermCount;

    /// <summary>Bytes that the vectors in memory and the counts of their terms take.</summary>
    public long MemoryBytes => _documents.MemoryBytes + (4L * _counts.Length);

    /// <summary>Adds the next document.</summary>
    /// <param name="terms">Its terms and their weights.</param>
    public void Add(SparseVector terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ReadOnlySpan<int> ids = terms.TokenIds;
        if (ids.Length > 0 && ids[^1] >= _counts.Length)
        {
            Array.Resize(ref _counts, Math.Max(ids[^1] + 1, 2 * _counts.Length));
        }

        int[] counts = _counts;
        foreach (int term in ids)
        {
            counts[term]++;
        }

        _documents.Add(terms);
    }

    /// <summary>Sorts all postings by term, in memory; weights are as added.</summary>
    /// <param name="termCount">Number of lists; every term added is below it.</param>
    /// <param name="format">How the lists lie.</param>
    public PostingLists Build(int termCount, PostingFormat format) => Build(termCount, default(AddedWeight), format);

    /// <summary>Sorts all postings by term, in memory, and adjusts their weights, now that all documents are known.</summary>
    /// <param name="termCount">Number of lists; every term added is below it.</param>
    /// <param name="weight">Gives the final weights.</param>
    /// <param name="format">How the lists lie.</param>
    public PostingLists Build<TWeight>(int termCount, TWeight weight, PostingFormat format)
        where TWeight : struct, IPostingWeight
    {
        using MemoryStream lists = new();
        using Scratch memory = new(newPath: null);
        PostingsLayout layout = Write(lists, [.. Enumerable.Range(0, termCount)], weight, format, memory);
        return new PostingLists(new CheckedBytes(lists.ToArray()), 0, layout);
    }

    /// <summary>The terms that documents in memory hold, ascending.</summary>
    public int[] UsedTerms() => [.. Enumerable.Range(0, _counts.Length).Where(term => _counts[term] > 0)];

    /// <summary>Sorts all postings by term and writes the lists.</summary>
    /// <param name="output">Takes the lists.</param>
    /// <param name="order">The terms whose lists are written, in this order; all that documents hold are among them.</param>
    /// <param name="weight">Gives the final weights.</param>
    /// <param name="format">How the lists lie.</param>
    /// <param name="scratch">Keeps the table of the lists while they are written.</param>
    public PostingsLayout Write<TWeight>(Stream output, ReadOnlySpan<int> order, TWeight weight, PostingFormat format, Scratch scratch)
        where TWeight : struct, IPostingWeight
    {
        float[] largest = LargestWeights(weight);
        (Posting[] postings, int[] ends) = SortedByTerm(largest, weight, format);
        PostingsWriter writer = new(output, _documents.Count, format, scratch);
        foreach (int term in order)
        {
            bool used = term < _counts.Length;
            writer.Add(used ? postings.AsSpan((ends[term] - _counts[term])..ends[term]) : [], used ? largest[term] : 0);
        }

        return writer.Finish();
    }

    /// <summary>Hands on the postings, sorted by term and with their weights as added, and forgets them.</summary>
    /// <param name="firstDocument">Number of the first document.</param>
    /// <param name="order">The terms in the order in which they are handed on; all that documents hold are among them.</param>
    /// <param name="write">Takes the postings of the term at a place of this order: documents ascending, and weights.</param>
    public void Spill(int firstDocument, ReadOnlySpan<int> order, AddedPostings write)
    {
        if (_documents.TermCount > _sortedDocuments.Length)
        {
            int length = _documents.TermCount + (_documents.TermCount / 8); // room for the next time
            _sortedDocuments = GC.AllocateUninitializedArray<int>(length);
            _sortedWeights = GC.AllocateUninitializedArray<float>(length);
        }

        int[] ends = SortByTerm(firstDocument, _sortedDocuments, _sortedWeights);
        for (int place = 0; place < order.Length; place++)
        {
            Range ofTerm = (ends[order[place]] - _counts[order[place]])..ends[order[place]];
            write(place, _sortedDocuments.AsSpan(ofTerm), _sortedWeights.AsSpan(ofTerm));
        }

        _documents.Clear();
        Array.Clear(_counts);
    }

    /// <summary>The postings of all terms, one term after the other; gives where each term ends.</summary>
    private int[] SortByTerm(int firstDocument, int[] documents, float[] weights)
    {
        int[] next = Starts();
        for (int document = 0; document < _documents.Count; document++)
        {
            ReadOnlySpan<int> terms = _documents.Terms(document);
            ReadOnlySpan<float> added = _documents.Weights(document);
            for (int i = 0; i < terms.Length; i++)
            {
                int place = next[terms[i]]++;
                (documents[place], weights[place]) = (firstDocument + document, added[i]);
            }
        }

        return next;
    }

    private float[] LargestWeights<TWeight>(TWeight weight)
        where TWeight : struct, IPostingWeight
    {
        float[] largest = new float[_counts.Length];
        for (int document = 0; document < _documents.Count; document++)
        {
            ReadOnlySpan<int> terms = _documents.Terms(document);
            ReadOnlySpan<float> added = _documents.Weights(document);
            for (int i = 0; i < terms.Length; i++)
            {
                ref float known = ref largest[terms[i]];
                known = Math.Max(known, weight.Of(document, added[i]));
            }
        }

        return largest;
    }

    /// <summary>The postings of all terms, one term after the other, and where each term ends.</summary>
    private (Posting[] Postings, int[] Ends) SortedByTerm<TWeight>(float[] largest, TWeight weight, PostingFormat format)
        where TWeight : struct, IPostingWeight
    {
        Posting[] postings = GC.AllocateUninitializedArray<Posting>(PostingCount);
        float[] scales = Array.ConvertAll(largest, format.Scale);
        int[] next = Starts();
        for (int document = 0; document < _documents.Count; document++)
        {
            ReadOnlySpan<int> terms = _documents.Terms(document);
            ReadOnlySpan<float> added = _documents.Weights(document);
            for (int i = 0; i < terms.Length; i++)
            {
                int term = terms[i];
                postings[next[term]++] = new Posting(document, format.Quantize(weight.Of(document, added[i]), scales[term]));
            }
        }

        return (postings, next);
    }

    private int[] Starts()
    {
        int[] starts = new int[_counts.Length];
        for (int term = 1; term < starts.Length; term++)
        {
            starts[term] = starts[term - 1] + _counts[term - 1];
        }

        return starts;
    }
}
