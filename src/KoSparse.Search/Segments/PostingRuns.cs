using KoSparse.Search.Postings;
using KoSparse.Search.Storage;

namespace KoSparse.Search.Segments;

/// <summary>Merges the runs of a field into its lists: what sorting all postings in memory gives, byte for byte.</summary>
/// <param name="runs">In the order of their documents.</param>
internal sealed class PostingRuns(IReadOnlyList<Stream> runs)
{
    private int[] _documents = new int[1024];
    private float[] _weights = new float[1024];
    private Posting[] _postings = new Posting[1024];

    /// <summary>Writes the lists, and adds the term of each to a table. In memory is one list at a time.</summary>
    /// <param name="output">Takes the lists.</param>
    /// <param name="terms">Takes the terms.</param>
    /// <param name="documentCount">Number of documents of all runs.</param>
    /// <param name="weight">Gives the final weights.</param>
    /// <param name="format">How the lists lie.</param>
    /// <param name="scratch">Keeps the table of the lists while they are written.</param>
    public PostingsLayout Write<TWeight>(
        Stream output, StringTableWriter terms, int documentCount, TWeight weight, PostingFormat format, Scratch scratch)
        where TWeight : struct, IPostingWeight
    {
        PostingRunReader[] readers = [.. runs.Select(static run => new PostingRunReader(run))];
        PostingsWriter writer = new(output, documentCount, format, scratch);
        byte[] term = [];
        while (Smallest(readers) is { } smallest)
        {
            int length = smallest.Term.Length;
            term = term.Length < length ? new byte[2 * length] : term;
            smallest.Term.CopyTo(term);
            int count = Collect(readers, term.AsSpan(0, length));
            float largest = Quantize(count, weight, format);
            terms.Add(term.AsSpan(0, length));
            writer.Add(_postings.AsSpan(0, count), largest);
        }

        return writer.Finish();
    }

    private static PostingRunReader? Smallest(PostingRunReader[] readers)
    {
        PostingRunReader? smallest = null;
        foreach (PostingRunReader reader in readers)
        {
            if (reader.HasTerm && (smallest is null || reader.Term.SequenceCompareTo(smallest.Term) < 0))
            {
                smallest = reader;
            }
        }

        return smallest;
    }

    private int Collect(PostingRunReader[] readers, ReadOnlySpan<byte> term)
    {
        int count = 0;
        foreach (PostingRunReader reader in readers)
        {
            if (reader.HasTerm && reader.Term.SequenceEqual(term))
            {
                int end = count + reader.Count;
                Grow(end);
                reader.Read(_documents.AsSpan(count..end), _weights.AsSpan(count..end));
                count = end;
            }
        }

        return count;
    }

    private float Quantize<TWeight>(int count, TWeight weight, PostingFormat format)
        where TWeight : struct, IPostingWeight
    {
        float largest = 0;
        for (int i = 0; i < count; i++)
        {
            _weights[i] = weight.Of(_documents[i], _weights[i]);
            largest = Math.Max(largest, _weights[i]);
        }

        float scale = format.Scale(largest);
        for (int i = 0; i < count; i++)
        {
            _postings[i] = new Posting(_documents[i], format.Quantize(_weights[i], scale));
        }

        return largest;
    }

    private void Grow(int count)
    {
        if (count > _documents.Length)
        {
            int length = Math.Max(count, 2 * _documents.Length);
            Array.Resize(ref _documents, length);
            Array.Resize(ref _weights, length);
            Array.Resize(ref _postings, length);
        }
    }
}
