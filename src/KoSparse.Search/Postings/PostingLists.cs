namespace KoSparse.Search.Postings;

/// <summary>For every term the documents that hold it, ascending, and the impact of the term in each; immutable.</summary>
/// <remarks>
/// The lists lie one after the other in two flat arrays. List t is the range from <c>starts[t]</c> to <c>starts[t + 1]</c>.
/// </remarks>
public sealed class PostingLists
{
    private readonly int[] _starts;
    private readonly int[] _documents;
    private readonly float[] _impacts;

    internal PostingLists(int documentCount, int[] starts, int[] documents, float[] impacts) =>
        (DocumentCount, _starts, _documents, _impacts) = (documentCount, starts, documents, impacts);

    /// <summary>Number of documents; those in the lists are below it.</summary>
    public int DocumentCount { get; }

    /// <summary>Number of lists, empty ones included; every term is below it.</summary>
    public int TermCount => _starts.Length - 1;

    /// <summary>Number of postings in all lists.</summary>
    public int Count => _documents.Length;

    internal ReadOnlySpan<int> Starts => _starts;

    internal ReadOnlySpan<int> AllDocuments => _documents;

    internal ReadOnlySpan<float> AllImpacts => _impacts;

    /// <summary>The documents that hold a term, ascending.</summary>
    public ReadOnlySpan<int> Documents(int term) => _documents.AsSpan(_starts[term].._starts[term + 1]);

    /// <summary>The impacts of a term in the order of <see cref="Documents"/>, each positive.</summary>
    public ReadOnlySpan<float> Impacts(int term) => _impacts.AsSpan(_starts[term].._starts[term + 1]);

    /// <summary>The impact of a term in one document, 0 when the document does not hold it.</summary>
    public float Impact(int term, int document)
    {
        int place = Documents(term).BinarySearch(document);
        return place < 0 ? 0 : Impacts(term)[place];
    }
}
