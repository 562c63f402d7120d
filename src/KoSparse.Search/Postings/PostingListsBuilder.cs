using System.Runtime.InteropServices;
using KoSparse.Search.Segments;

namespace KoSparse.Search.Postings;

/// <summary>Collects documents with their terms and sorts them into <see cref="PostingLists"/>; not thread-safe.</summary>
/// <remarks>
/// Documents are kept one after the other as they come; building is a counting sort by term, which keeps the documents
/// of a list ascending. At most 2^31 − 1 postings and 4,194,304 documents.
/// </remarks>
public sealed class PostingListsBuilder
{
    private readonly List<int> _ends = [];
    private readonly List<int> _terms = [];
    private readonly List<float> _weights = [];

    /// <summary>Number of documents added.</summary>
    public int DocumentCount => _ends.Count;

    internal int PostingCount => _terms.Count;

    /// <summary>Adds the next document.</summary>
    /// <param name="terms">Its terms, each once, none negative.</param>
    /// <param name="weights">Their weights, each positive.</param>
    public void Add(ReadOnlySpan<int> terms, ReadOnlySpan<float> weights)
    {
        if (terms.Length != weights.Length)
        {
            throw new ArgumentException($"{terms.Length} terms have {weights.Length} weights.", nameof(weights));
        }

        _terms.AddRange(terms);
        _weights.AddRange(weights);
        _ends.Add(_terms.Count);
    }

    /// <summary>Sorts all postings by term, in memory; weights are as added.</summary>
    /// <param name="termCount">Number of lists; every term added is below it.</param>
    public PostingLists Build(int termCount) => Build(termCount, static (_, weight) => weight);

    /// <summary>Sorts all postings by term, in memory, and adjusts their weights, now that all documents are known.</summary>
    /// <param name="termCount">Number of lists; every term added is below it.</param>
    /// <param name="weightOf">Gives the final weight from the document and the weight added.</param>
    internal PostingLists Build(int termCount, Func<int, float, float> weightOf)
    {
        using MemoryStream lists = new();
        PostingsLayout layout = Write(lists, termCount, [.. Enumerable.Range(0, termCount)], weightOf);
        return new PostingLists(new SegmentBytes(lists.ToArray()), 0, layout);
    }

    /// <summary>The terms that documents hold, ascending.</summary>
    /// <param name="termCount">Every term added is below it.</param>
    internal int[] UsedTerms(int termCount)
    {
        bool[] used = new bool[termCount];
        foreach (int term in _terms)
        {
            used[term] = true;
        }

        return [.. Enumerable.Range(0, termCount).Where(term => used[term])];
    }

    /// <summary>Sorts all postings by term and writes the lists.</summary>
    /// <param name="output">Takes the lists.</param>
    /// <param name="termCount">Every term added is below it.</param>
    /// <param name="order">The terms whose lists are written, in this order.</param>
    /// <param name="weightOf">Gives the final weight from the document and the weight added.</param>
    internal PostingsLayout Write(
        Stream output, int termCount, ReadOnlySpan<int> order, Func<int, float, float> weightOf)
    {
        int[] starts = CountedStarts(CollectionsMarshal.AsSpan(_terms), termCount);
        (int[] documents, float[] weights) = SortedByTerm(starts[..^1], weightOf);
        PostingsWriter writer = new(output, _ends.Count);
        byte[] impacts = [];
        foreach (int term in order)
        {
            ReadOnlySpan<float> ofTerm = weights.AsSpan(starts[term]..starts[term + 1]);
            if (impacts.Length < ofTerm.Length)
            {
                impacts = new byte[2 * ofTerm.Length];
            }

            float largest = Quantize(ofTerm, impacts);
            writer.Add(documents.AsSpan(starts[term]..starts[term + 1]), impacts.AsSpan(0, ofTerm.Length), largest);
        }

        return writer.Finish();
    }

    private static float Quantize(ReadOnlySpan<float> weights, Span<byte> impacts)
    {
        float largest = 0;
        foreach (float weight in weights)
        {
            largest = Math.Max(largest, weight);
        }

        for (int i = 0; i < weights.Length; i++)
        {
            impacts[i] = PostingFormat.Quantize(weights[i], largest);
        }

        return largest;
    }

    private (int[] Documents, float[] Weights) SortedByTerm(int[] next, Func<int, float, float> weightOf)
    {
        ReadOnlySpan<int> terms = CollectionsMarshal.AsSpan(_terms);
        ReadOnlySpan<float> added = CollectionsMarshal.AsSpan(_weights);
        int[] documents = new int[terms.Length];
        float[] weights = new float[terms.Length];
        int posting = 0;
        for (int document = 0; document < _ends.Count; document++)
        {
            for (; posting < _ends[document]; posting++)
            {
                int place = next[terms[posting]]++;
                documents[place] = document;
                weights[place] = weightOf(document, added[posting]);
            }
        }

        return (documents, weights);
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
