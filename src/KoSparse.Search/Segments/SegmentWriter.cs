using System.Buffers.Binary;
using KoSparse.Data;
using KoSparse.Search.Analysis;
using KoSparse.Search.Bm25;
using KoSparse.Search.Postings;
using KoSparse.Vectors;

namespace KoSparse.Search.Segments;

/// <summary>Makes a segment of documents: texts are written as they come, postings are kept until the end.</summary>
internal sealed class SegmentWriter
{
    private readonly SegmentFile _file;
    private readonly ITermAnalyzer? _analyzer;
    private readonly PostingListsBuilder _vectors = new();
    private readonly PostingListsBuilder _texts = new();
    private readonly PostingListsBuilder _keywords = new();
    private readonly Lexicon _words = new();
    private readonly Lexicon _values = new();
    private readonly TermList _textTerms;
    private readonly TermList _keywordTerms;
    private readonly List<int> _lengths = [];

    /// <summary>Starts a segment.</summary>
    /// <param name="output">Takes the segment; stays open.</param>
    /// <param name="analyzer">Terms of the text field; null leaves the field empty.</param>
    public SegmentWriter(Stream output, ITermAnalyzer? analyzer)
    {
        (_file, _analyzer) = (new SegmentFile(output), analyzer);
        (_textTerms, _keywordTerms) = (new TermList(_words, grow: true), new TermList(_values, grow: true));
    }

    /// <summary>Number of documents so far.</summary>
    public int DocumentCount => _file.DocumentCount;

    /// <summary>Number of postings in memory.</summary>
    public long PostingCount => (long)_vectors.PostingCount + _texts.PostingCount + _keywords.PostingCount;

    /// <summary>Terms in all texts so far, repeats included.</summary>
    public long TextLength { get; private set; }

    /// <summary>Adds the next document.</summary>
    /// <exception cref="ArgumentException">Its fields are no JSON object; nothing is added.</exception>
    public void Add(Document document, SparseVector vector)
    {
        IReadOnlyList<string> keywords = KeywordFilter.Keywords(document);
        _textTerms.Clear();
        _analyzer?.Analyze(document.Content, _textTerms);
        _keywordTerms.Clear();
        foreach (string keyword in keywords)
        {
            _keywordTerms.Add(keyword);
        }

        _file.Add(document);
        _vectors.Add(vector);
        _texts.Add(_textTerms.Count());
        _keywords.Add(_keywordTerms.Count());
        _lengths.Add(_textTerms.Length);
        TextLength += _textTerms.Length;
    }

    /// <summary>Writes the postings and ends the segment.</summary>
    /// <param name="meanLength">Terms of a text of the whole index at this moment, which BM25 compares lengths with.</param>
    public void Finish(double meanLength)
    {
        float[] norms = Bm25Index.LengthNorms(_lengths, meanLength, new Bm25Options());
        SegmentDirectory directory = _file.WriteDocumentTables();
        _file.Finish(directory with
        {
            TextLength = TextLength,
            Vectors = WriteVectors(),
            Text = WriteField(_words, _texts, new Bm25Weight(norms)),
            Keywords = WriteField(_values, _keywords, default(AddedWeight)),
        });
    }

    /// <summary>A token as a term of the vector field.</summary>
    public static ReadOnlyMemory<byte> TokenTerm(int token)
    {
        byte[] term = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(term, token);
        return term;
    }

    private FieldLayout WriteVectors()
    {
        int[] tokens = _vectors.UsedTerms();
        return _file.WriteField(tokens.Select(TokenTerm), lists => _vectors.Write(lists, tokens, default(AddedWeight)));
    }

    private FieldLayout WriteField<TWeight>(Lexicon lexicon, PostingListsBuilder builder, TWeight weight)
        where TWeight : struct, IPostingWeight
    {
        byte[][] terms = [.. lexicon.Terms.Select(System.Text.Encoding.UTF8.GetBytes)];
        int[] order = [.. Enumerable.Range(0, terms.Length)];
        Array.Sort(terms, order, Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b)));
        return _file.WriteField(
            terms.Select(term => (ReadOnlyMemory<byte>)term), lists => builder.Write(lists, order, weight));
    }
}
