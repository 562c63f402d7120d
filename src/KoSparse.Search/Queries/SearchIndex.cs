using System.Text;
using KoSparse.Data;
using KoSparse.Search.Analysis;
using KoSparse.Search.Postings;
using KoSparse.Search.Segments;
using KoSparse.Search.Storage;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Search.Queries;

/// <summary>An index as it was at its last commit, on disk or in memory; immutable and safe to share between threads.</summary>
/// <remarks>
/// A damaged segment is left out and named in <see cref="Faults"/>, when the index is opened or when a search first meets
/// the damage; the documents of the others are still found.
/// </remarks>
public sealed class SearchIndex
{
    private static int _searched;

    private readonly List<OpenSegment> _segments = [];
    private readonly List<string> _faults = [];

    private readonly string? _folder;
    private readonly (DateTime, long) _commit;

    private SearchIndex(int vocabularySize, string tokenizerHash) =>
        (VocabularySize, TokenizerHash) = (vocabularySize, tokenizerHash);

    private SearchIndex(string folder, IndexManifest manifest, (DateTime, long) commit)
        : this(manifest.VocabularySize, manifest.TokenizerHash) => (_folder, _commit) = (folder, commit);

    /// <summary>Number of documents, without deleted ones and those of damaged segments.</summary>
    public int DocumentCount => Segments.Sum(static segment => segment.Segment.LiveCount);

    /// <summary>Bytes of the vectors' postings, without texts and stored fields.</summary>
    public long VectorBytes => Segments.Sum(static segment => segment.Segment.Reader.Vectors.Postings.ByteLength);

    /// <summary>Number of tokens in the vocabulary; query vectors must keep below it.</summary>
    public int VocabularySize { get; }

    /// <summary>Hash of the tokenizer that the vectors are over, empty when it was not given.</summary>
    public string TokenizerHash { get; }

    /// <summary>What is damaged, so far; each names its file.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_faults)
            {
                return [.. _faults];
            }
        }
    }

    private IEnumerable<OpenSegment> Segments => _segments.Where(static segment => !segment.Damaged);

    /// <summary>Opens the last commit of an index, and searches it once, so that the first question does not wait for the compiler.</summary>
    /// <exception cref="IndexFormatException">There is no index, or its manifest is damaged.</exception>
    public static SearchIndex Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        SearchIndex index = Open(folder, before: null);
        index.SearchOnce();
        return index;
    }

    /// <summary>The index as it is by now: this one where nothing was committed since, otherwise a new one that shares the files that stayed.</summary>
    /// <remarks>What is new on disk is read and checked before, so that the first search in it takes no longer than the next.</remarks>
    /// <exception cref="IndexFormatException">There is no index any more, or its manifest is damaged.</exception>
    public SearchIndex Reopen() =>
        _folder is null || _commit == IndexManifest.ReadCommit(_folder).Commit ? this : Open(_folder, this);

    private static SearchIndex Open(string folder, SearchIndex? before)
    {
        for (; ; )
        {
            (IndexManifest manifest, (DateTime, long) commit) = IndexManifest.ReadCommit(folder);
            SearchIndex index = new(folder, manifest, commit);
            foreach (SegmentEntry entry in manifest.Segments)
            {
                try
                {
                    SegmentReader? shared = before?.Reader(LiveSegment.PathOf(folder, entry));
                    LiveSegment segment = LiveSegment.Open(folder, entry, shared);
                    if (before is not null && segment.Reader != shared)
                    {
                        segment.Reader.CheckLists();
                    }

                    index.Add(segment);
                }
                catch (IndexFormatException fault)
                {
                    index._faults.Add(fault.Message);
                }
            }

            if (index._faults.Count == 0 || commit == IndexManifest.ReadCommit(folder).Commit)
            {
                return index;
            }

            // A writer has committed meanwhile, and deleted files of the older commit.
        }
    }

    /// <summary>Makes an index of vectors in memory, without text search.</summary>
    /// <param name="vocabularySize">Number of tokens; every token id is below it.</param>
    /// <param name="documents">Documents with their vectors.</param>
    /// <param name="tokenizerHash">Hash of the tokenizer that the vectors are over.</param>
    /// <exception cref="ArgumentException">Two documents have the same id, or a token is outside the vocabulary.</exception>
    public static SearchIndex InMemory(
        int vocabularySize, IEnumerable<(Document Document, SparseVector Vector)> documents, string tokenizerHash = "")
    {
        ArgumentNullException.ThrowIfNull(documents);
        using MemoryStream segment = new();
        using Scratch memory = new(newPath: null);
        using SegmentWriter writer = new(segment, analyzer: null, PostingFormat.Bytes, memory);
        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach ((Document document, SparseVector vector) in documents)
        {
            SearchVocabulary.ThrowIfOutside(vector, vocabularySize, $"document '{document.Id}'");
            if (!ids.Add(SoundText.Of(document.Id)))
            {
                throw new ArgumentException(
                    $"Document id '{document.Id}' appears twice. Make the ids of the corpus unique.", nameof(documents));
            }

            writer.Add(document, vector);
        }

        writer.Finish(meanLength: 0);
        SearchIndex index = new(vocabularySize, tokenizerHash);
        index.Add(new LiveSegment(SegmentReader.InMemory(segment.ToArray()), Live: null));
        return index;
    }

    /// <summary>The best documents for a query vector, best first; equal scores in the order of indexing.</summary>
    /// <param name="query">Terms of the question.</param>
    /// <param name="count">Largest number of results, at least 1.</param>
    /// <param name="filters">What the documents must have, all of it; null for all documents.</param>
    /// <exception cref="ArgumentException">A token id of the query is outside the vocabulary.</exception>
    public IReadOnlyList<ScoredDocument> Search(
        SparseVector query, int count, IReadOnlyList<KeywordFilter>? filters = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        SearchVocabulary.ThrowIfOutside(query, VocabularySize, "the query");
        return Run(SegmentQuery.OfVector(query), count, filters);
    }

    /// <summary>The best documents for a question by BM25 over the Korean analyzer, best first.</summary>
    /// <param name="question">The question as asked; lone surrogates become U+FFFD.</param>
    /// <param name="count">Largest number of results, at least 1.</param>
    /// <param name="filters">What the documents must have, all of it; null for all documents.</param>
    public IReadOnlyList<ScoredDocument> SearchText(
        string question, int count, IReadOnlyList<KeywordFilter>? filters = null)
    {
        ArgumentNullException.ThrowIfNull(question);
        return Run(SegmentQuery.OfText(question, new KoreanAnalyzer()), count, filters);
    }

    /// <summary>A document as it was given.</summary>
    /// <param name="document">Place in the order of indexing, from a search.</param>
    /// <exception cref="IndexFormatException">The stored document is damaged; later searches leave its segment out.</exception>
    public Document Document(int document)
    {
        (OpenSegment segment, int local) = Locate(document);
        return Read(segment, reader => reader.Documents.Read(local));
    }

    /// <summary>The id of a document.</summary>
    /// <param name="document">Place in the order of indexing, from a search.</param>
    /// <exception cref="IndexFormatException">The ids are damaged; later searches leave the segment out.</exception>
    public string DocumentId(int document)
    {
        (OpenSegment segment, int local) = Locate(document);
        return Read(segment, reader => Encoding.UTF8.GetString(reader.Id(local)));
    }

    /// <summary>The place of a document in the order of indexing.</summary>
    public bool TryFind(string documentId, out int document)
    {
        ArgumentNullException.ThrowIfNull(documentId);
        foreach (OpenSegment segment in Segments)
        {
            try
            {
                int local = segment.Segment.Reader.Find(documentId);
                if (local >= 0 && segment.Segment.IsLive(local))
                {
                    document = segment.FirstDocument + local;
                    return true;
                }
            }
            catch (Exception fault) when (IndexFormatException.CanMeanDamage(fault))
            {
                Leave(segment, fault);
            }
        }

        document = -1;
        return false;
    }

    /// <summary>The terms that a query and a document share, with their part of the score, heaviest first.</summary>
    /// <param name="query">Terms of the question.</param>
    /// <param name="document">Place in the order of indexing.</param>
    /// <exception cref="IndexFormatException">The vectors are damaged; later searches leave the segment out.</exception>
    public IReadOnlyList<TermContribution> Explain(SparseVector query, int document)
    {
        ArgumentNullException.ThrowIfNull(query);
        SearchVocabulary.ThrowIfOutside(query, VocabularySize, "the query");
        (OpenSegment segment, int local) = Locate(document);
        return Read(segment, reader => Contributions(query, reader.Vectors, local));
    }

    /// <summary>The words that a question and a document's text share, with their part of the BM25 score, heaviest first.</summary>
    /// <param name="question">The question as asked.</param>
    /// <param name="document">Place in the order of indexing.</param>
    /// <exception cref="IndexFormatException">The text is damaged; later searches leave the segment out.</exception>
    public IReadOnlyList<WordContribution> ExplainText(string question, int document)
    {
        ArgumentNullException.ThrowIfNull(question);
        SegmentQuery query = SegmentQuery.OfText(question, new KoreanAnalyzer());
        float[] weights = query.Weights([.. Segments.Select(segment => Read(segment, query.TermsIn))]);
        (OpenSegment holder, int local) = Locate(document);
        return Read(holder, reader => query.Contributions(reader, weights, local));
    }

    private static IReadOnlyList<TermContribution> Contributions(SparseVector query, InvertedField vectors, int document) =>
    [
        .. query.Terms()
            .Select(term => (term, List: vectors.Terms.Find(SegmentWriter.TokenTerm(term.TokenId).Span)))
            .Where(found => found.List >= 0)
            .Select(found => new TermContribution(
                found.term.TokenId, found.term.Weight * vectors.Postings.Weight(found.List, document)))
            .Where(term => term.Contribution > 0)
            .OrderByDescending(term => term.Contribution)
            .ThenBy(term => term.TokenId),
    ];

    /// <summary>The open file of a segment, if this has it undamaged.</summary>
    private SegmentReader? Reader(string path) => Segments.FirstOrDefault(open => open.Segment.Reader.Name == path)?.Segment.Reader;

    /// <summary>Searches each field once in the life of the program: what a search compiles is compiled then.</summary>
    private void SearchOnce()
    {
        if (Segments.FirstOrDefault() is not { } first || Interlocked.Exchange(ref _searched, 1) == 1)
        {
            return;
        }

        try
        {
            _ = Search(Read(first, segment => CommonAndRare(segment.Vectors, VocabularySize)), 1);
            _ = SearchText("한국의 역사", 1);
        }
        catch (IndexFormatException)
        {
            // The segment is left out from now on, and named.
        }
    }

    /// <summary>A query of two terms, whose lists are of the two kinds, as far as there are both.</summary>
    private static SparseVector CommonAndRare(InvertedField vectors, int vocabularySize)
    {
        int[] byHolders = [.. Enumerable.Range(0, Math.Min(vectors.Terms.Count, 256)).OrderBy(vectors.Postings.DocumentFrequency)];
        IEnumerable<int> tokens = byHolders.Take(1).Concat(byHolders.TakeLast(1)).Select(list => SegmentWriter.TokenOf(vectors.Terms[list]));
        return SparseVector.FromTerms(tokens.Distinct().Where(token => token >= 0 && token < vocabularySize).Select(token => new TermWeight(token, 1)));
    }

    private void Add(LiveSegment segment) =>
        _segments.Add(new OpenSegment(segment, _segments.Sum(static s => s.Segment.Reader.DocumentCount)));

    /// <summary>Searches all segments; one that turns out to be damaged is left out, and the search begins again.</summary>
    /// <remarks>All of the query that can be wrong is told before: what is thrown here comes of reading <c>current</c>.</remarks>
    private ScoredDocument[] Run(SegmentQuery query, int count, IReadOnlyList<KeywordFilter>? filters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        for (; ; )
        {
            OpenSegment[] segments = [.. Segments];
            OpenSegment? current = null;
            try
            {
                SegmentTerms[] terms = [.. segments.Select(segment => query.TermsIn((current = segment).Segment.Reader))];
                float[] weights = query.Weights(terms);
                double scale = PostingSearch.Scale(SegmentQuery.Bound(terms, weights));
                TopDocuments top = new(Math.Max(1, Math.Min(count, segments.Sum(s => s.Segment.Reader.DocumentCount))));
                for (int i = 0; i < segments.Length; i++)
                {
                    current = segments[i];
                    ulong[] allowed = current.Segment.Allowed(filters ?? []);
                    BlockMaxSearch.Run(
                        terms[i].Postings, terms[i].Prepare(weights, scale), allowed, top, current.FirstDocument);
                }

                (int Document, int Score)[] best = top.BestFirst();
                foreach ((int document, _) in best)
                {
                    (current, int local) = Locate(document);
                    current.Segment.Reader.Id(local); // met here, damage of the ids leaves the segment out, too
                }

                GC.KeepAlive(this);
                return Array.ConvertAll(best, found => new ScoredDocument(found.Document, (float)(found.Score / scale)));
            }
            catch (Exception fault) when (current is not null
                && IndexFormatException.CanMeanDamage(fault))
            {
                Leave(current, fault);
            }
        }
    }

    /// <summary>Reads of a segment; when that shows damage, later searches leave it out.</summary>
    private T Read<T>(OpenSegment segment, Func<SegmentReader, T> read)
    {
        try
        {
            T result = read(segment.Segment.Reader);
            GC.KeepAlive(this);
            return result;
        }
        catch (Exception fault) when (IndexFormatException.CanMeanDamage(fault))
        {
            Leave(segment, fault);
            throw IndexFormatException.Of(segment.Segment.Reader.Name, fault);
        }
    }

    private void Leave(OpenSegment segment, Exception fault)
    {
        lock (_faults)
        {
            if (!segment.Damaged)
            {
                _faults.Add(IndexFormatException.Of(segment.Segment.Reader.Name, fault).Message);
                segment.Damaged = true;
            }
        }
    }

    private (OpenSegment Segment, int Local) Locate(int document)
    {
        OpenSegment? segment = _segments.FindLast(segment => segment.FirstDocument <= document);
        return segment is not null && document < segment.FirstDocument + segment.Segment.Reader.DocumentCount
            ? (segment, document - segment.FirstDocument)
            : throw new ArgumentOutOfRangeException(nameof(document), document, "The index has no such document.");
    }
}
