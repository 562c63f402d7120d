using System.Buffers.Binary;
using KoSparse.Data;
using KoSparse.Search.Analysis;
using KoSparse.Search.Bm25;
using KoSparse.Search.Postings;
using KoSparse.Vectors;

namespace KoSparse.Search.Segments;

/// <summary>Makes a segment of documents: texts are written as they come, postings are kept until the end.</summary>
/// <param name="output">Takes the segment; stays open.</param>
/// <param name="analyzer">Terms of the text field; null leaves the field empty.</param>
internal sealed class SegmentWriter(Stream output, ITermAnalyzer? analyzer)
{
    private readonly SegmentFile _file = new(output);
    private readonly PostingListsBuilder _vectors = new();
    private readonly PostingListsBuilder _texts = new();
    private readonly PostingListsBuilder _keywords = new();
    private readonly Lexicon _words = new();
    private readonly Lexicon _values = new();
    private readonly List<int> _lengths = [];
    private int _tokens;

    /// <summary>Number of documents so far.</summary>
    public int DocumentCount => _file.DocumentCount;

    /// <summary>Number of postings in memory.</summary>
    public long PostingCount => (long)_vectors.PostingCount + _texts.PostingCount + _keywords.PostingCount;

    /// <summary>Terms in all texts so far, repeats included.</summary>
    public long TextLength { get; private set; }

    /// <summary>Adds the next document.</summary>
    public void Add(Document document, SparseVector vector)
    {
        TermList terms = new(_words, grow: true);
        analyzer?.Analyze(document.Content, terms);
        terms.Group();
        TermList keywords = new(_values, grow: true);
        foreach (string keyword in KeywordFilter.Keywords(document.Fields))
        {
            keywords.Add(keyword);
        }

        keywords.Group();
        _file.Add(document);
        _vectors.Add(vector.TokenIds, vector.Weights);
        _texts.Add(terms.Distinct, terms.Counts);
        _keywords.Add(keywords.Distinct, keywords.Counts);
        _lengths.Add(terms.Length);
        TextLength += terms.Length;
        _tokens = vector.Count == 0 ? _tokens : Math.Max(_tokens, vector.TokenIds[^1] + 1);
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
            Text = WriteField(_words, _texts, (document, count) => count / (count + norms[document])),
            Keywords = WriteField(_values, _keywords, static (_, _) => 1),
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
        int[] tokens = _vectors.UsedTerms(_tokens);
        return _file.WriteField(
            tokens.Select(TokenTerm), lists => _vectors.Write(lists, _tokens, tokens, static (_, weight) => weight));
    }

    private FieldLayout WriteField(Lexicon lexicon, PostingListsBuilder builder, Func<int, float, float> weightOf)
    {
        byte[][] terms = [.. lexicon.Terms.Select(System.Text.Encoding.UTF8.GetBytes)];
        int[] order = [.. Enumerable.Range(0, terms.Length)];
        Array.Sort(terms, order, Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b)));
        return _file.WriteField(
            terms.Select(term => (ReadOnlyMemory<byte>)term), lists => builder.Write(lists, order.Length, order, weightOf));
    }
}
