using System.Runtime.InteropServices;

namespace KoSparse.Search.Postings;

/// <summary>Collects documents with their terms and sorts them into <see cref="PostingLists"/>; not thread-safe.</summary>
/// <remarks>
/// Documents are kept one after the other as they come; <see cref="Build(int)"/> is a counting sort by term, which keeps
/// the documents of a list ascending. At most 2^31 − 1 postings.
/// </remarks>
public sealed class PostingListsBuilder
{
    private readonly List<int> _ends = [];
    private readonly List<int> _terms = [];
    private readonly List<float> _impacts = [];

    /// <summary>Number of documents added.</summary>
    public int DocumentCount => _ends.Count;

    /// <summary>Adds the next document.</summary>
    /// <param name="terms">Its terms, each once, none negative.</param>
    /// <param name="impacts">Their impacts, each positive.</param>
    public void Add(ReadOnlySpan<int> terms, ReadOnlySpan<float> impacts)
    {
        if (terms.Length != impacts.Length)
        {
            throw new ArgumentException($"{terms.Length} terms have {impacts.Length} impacts.", nameof(impacts));
        }

        _terms.AddRange(terms);
        _impacts.AddRange(impacts);
        _ends.Add(_terms.Count);
    }

    /// <summary>Sorts all postings by term; impacts are as added.</summary>
    /// <param name="termCount">Number of lists; every term added is below it.</param>
    public PostingLists Build(int termCount) => Build(termCount, static (_, impact) => impact);

    /// <summary>Sorts all postings by term and adjusts their impacts, now that all documents are known.</summary>
    /// <param name="termCount">Number of lists; every term added is below it.</param>
    /// <param name="impactOf">Gives the final impact from the document and the impact added.</param>
    internal PostingLists Build(int termCount, Func<int, float, float> impactOf)
    {
        ReadOnlySpan<int> terms = CollectionsMarshal.AsSpan(_terms);
        ReadOnlySpan<float> added = CollectionsMarshal.AsSpan(_impacts);
        int[] starts = CountedStarts(terms, termCount);
        int[] next = starts[..^1];
        int[] documents = new int[terms.Length];
        float[] impacts = new float[terms.Length];
        int posting = 0;
        for (int document = 0; document < _ends.Count; document++)
        {
            for (; posting < _ends[document]; posting++)
            {
                int term = terms[posting];
                int place = next[term]++;
                documents[place] = document;
                impacts[place] = impactOf(document, added[posting]);
            }
        }

        return new PostingLists(_ends.Count, starts, documents, impacts);
    }

    private static int[] CountedStarts(ReadOnlySpan<int> terms, int termCount)
    {
        int[] starts = new int[termCount + 1];
        foreach (int term in terms)
        {
            starts[term + 1]++;
        }

        for (int term = 0; term < termCount; term++)
        {
            starts[term + 1] += starts[term];
        }

        return starts;
    }
}
