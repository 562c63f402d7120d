using KoSparse.Search.Analysis;
using KoSparse.Search.Postings;
using KoSparse.Vectors;

namespace KoSparse.Search.Bm25;

/// <summary>An in-memory index of texts with BM25 scores; safe to search from several threads.</summary>
/// <remarks>
/// <para>score = Σ over query terms of idf · tf / (tf + k1 · (1 − b + b · length / mean length)), with
/// idf = ln(1 + (N − df + 0.5) / (df + 0.5)); a term that the query repeats counts as often. This is Lucene's form
/// (no factor k1 + 1), without its rounding of lengths to one byte. Robertson and Zaragoza,
/// "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.</para>
/// <para>All but the query is known when the index is built, so postings store whole impacts.</para>
/// </remarks>
public sealed class Bm25Index
{
    private readonly ITermAnalyzer _analyzer;
    private readonly Lexicon _lexicon;

    private Bm25Index(ITermAnalyzer analyzer, Lexicon lexicon, PostingLists postings) =>
        (_analyzer, _lexicon, Postings) = (analyzer, lexicon, postings);

    /// <summary>Number of texts.</summary>
    public int DocumentCount => Postings.DocumentCount;

    /// <summary>Bytes of the postings; the words that find them are not counted.</summary>
    public long ByteLength => Postings.ByteLength;

    /// <summary>The posting lists; a list's number is the term's in the order of first appearance.</summary>
    internal PostingLists Postings { get; }

    /// <summary>Indexes texts, which are read once and not kept.</summary>
    public static Bm25Index Build(IEnumerable<string> texts, ITermAnalyzer analyzer, Bm25Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(analyzer);
        options ??= new Bm25Options();
        Lexicon lexicon = new();
        TermList terms = new(lexicon, grow: true);
        PostingListsBuilder builder = new();
        List<int> lengths = [];
        foreach (string text in texts)
        {
            terms.Clear();
            analyzer.Analyze(text, terms);
            builder.Add(terms.Count());
            lengths.Add(terms.Length);
        }

        float[] normByDocument = LengthNorms(lengths, lengths.DefaultIfEmpty().Average(), options);
        PostingLists postings = builder.Build(lexicon.Count, new Bm25Weight(normByDocument), PostingFormat.Bytes);
        return new Bm25Index(analyzer, lexicon, postings);
    }

    /// <summary>The best texts for a query, best first; equal scores in the order of indexing.</summary>
    /// <param name="query">The question as asked.</param>
    /// <param name="count">Largest number of results, at least 1.</param>
    public IReadOnlyList<ScoredDocument> Search(string query, int count)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        TermList terms = new(_lexicon, grow: false);
        _analyzer.Analyze(query, terms);
        SparseVector counts = terms.Count();
        float[] weights = new float[counts.Count];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = counts.Weights[i] * InverseDocumentFrequency(
                Postings.DocumentCount, Postings.DocumentFrequency(counts.TokenIds[i]));
        }

        return PostingSearch.Run(Postings, counts.TokenIds, weights, count);
    }

    /// <summary>Number of texts that hold a term, 0 when none does.</summary>
    public int DocumentFrequency(ReadOnlySpan<char> term) =>
        _lexicon.TryGetId(term, out int id) ? Postings.DocumentFrequency(id) : 0;

    /// <summary>The weight of a query term that so many of the documents hold.</summary>
    internal static float InverseDocumentFrequency(long documents, long holders) =>
        (float)Math.Log(1 + ((documents - holders + 0.5) / (holders + 0.5)));

    /// <summary>What a count is compared with in each text: k1 · (1 − b + b · length / mean length).</summary>
    internal static float[] LengthNorms(IEnumerable<int> lengths, double meanLength, Bm25Options options) =>
        [.. lengths.Select(length => (float)(options.K1 * (1 - options.B + (options.B * length / Math.Max(1, meanLength)))))];
}
