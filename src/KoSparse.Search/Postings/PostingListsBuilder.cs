using KoSparse.Search.Storage;
using KoSparse.Vectors;

namespace KoSparse.Search.Postings;

/// <summary>Collects documents with their terms and sorts them into <see cref="PostingLists"/>; not thread-safe.</summary>
/// <remarks>
/// Vectors are kept as they come, not copied; building is a counting sort by term, which keeps the documents of a list
/// ascending. At most 2^31 − 1 postings and 4,194,304 documents.
/// </remarks>
internal sealed class PostingListsBuilder
{
    private readonly List<SparseVector> _documents = [];
    private int[] _counts = [];

    /// <summary>Number of documents added.</summary>
    public int DocumentCount => _documents.Count;

    public int PostingCount { get; private set; }

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

        PostingCount = checked(PostingCount + ids.Length);
        _documents.Add(terms);
    }

    /// <summary>Sorts all postings by term, in memory; weights are as added.</summary>
    /// <param name="termCount">Number of lists; every term added is below it.</param>
    public PostingLists Build(int termCount) => Build(termCount, default(AddedWeight));

    /// <summary>Sorts all postings by term, in memory, and adjusts their weights, now that all documents are known.</summary>
    /// <param name="termCount">Number of lists; every term added is below it.</param>
    /// <param name="weight">Gives the final weights.</param>
    public PostingLists Build<TWeight>(int termCount, TWeight weight)
        where TWeight : struct, IPostingWeight
    {
        using MemoryStream lists = new();
        PostingsLayout layout = Write(lists, [.. Enumerable.Range(0, termCount)], weight);
        return new PostingLists(new CheckedBytes(lists.ToArray()), 0, layout);
    }

    /// <summary>The terms that documents hold, ascending.</summary>
    public int[] UsedTerms() => [.. Enumerable.Range(0, _counts.Length).Where(term => _counts[term] > 0)];

    /// <summary>Sorts all postings by term and writes the lists.</summary>
    /// <param name="output">Takes the lists.</param>
    /// <param name="order">The terms whose lists are written, in this order; all that documents hold are among them.</param>
    /// <param name="weight">Gives the final weights.</param>
    public PostingsLayout Write<TWeight>(Stream output, ReadOnlySpan<int> order, TWeight weight)
        where TWeight : struct, IPostingWeight
    {
        float[] largest = LargestWeights(weight);
        (Posting[] postings, int[] ends) = SortedByTerm(largest, weight);
        PostingsWriter writer = new(output, _documents.Count);
        foreach (int term in order)
        {
            bool used = term < _counts.Length;
            writer.Add(used ? postings.AsSpan((ends[term] - _counts[term])..ends[term]) : [], used ? largest[term] : 0);
        }

        return writer.Finish();
    }

    private float[] LargestWeights<TWeight>(TWeight weight)
        where TWeight : struct, IPostingWeight
    {
        float[] largest = new float[_counts.Length];
        for (int document = 0; document < _documents.Count; document++)
        {
            ReadOnlySpan<int> terms = _documents[document].TokenIds;
            ReadOnlySpan<float> added = _documents[document].Weights;
            for (int i = 0; i < terms.Length; i++)
            {
                ref float known = ref largest[terms[i]];
                known = Math.Max(known, weight.Of(document, added[i]));
            }
        }

        return largest;
    }

    /// <summary>The postings of all terms, one term after the other, and where each term ends.</summary>
    private (Posting[] Postings, int[] Ends) SortedByTerm<TWeight>(float[] largest, TWeight weight)
        where TWeight : struct, IPostingWeight
    {
        Posting[] postings = GC.AllocateUninitializedArray<Posting>(PostingCount);
        float[] scales = Array.ConvertAll(largest, PostingFormat.Scale);
        int[] next = Starts();
        for (int document = 0; document < _documents.Count; document++)
        {
            ReadOnlySpan<int> terms = _documents[document].TokenIds;
            ReadOnlySpan<float> added = _documents[document].Weights;
            for (int i = 0; i < terms.Length; i++)
            {
                int term = terms[i];
                byte impact = PostingFormat.Quantize(weight.Of(document, added[i]), scales[term]);
                postings[next[term]++] = new Posting(document, impact);
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
