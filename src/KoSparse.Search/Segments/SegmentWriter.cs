using System.Buffers.Binary;
using System.Text;
using KoSparse.Data;
using KoSparse.Search.Analysis;
using KoSparse.Search.Bm25;
using KoSparse.Search.Postings;
using KoSparse.Search.Storage;
using KoSparse.Vectors;

namespace KoSparse.Search.Segments;

/// <summary>Makes a segment of documents: texts are written as they come, postings are kept until the end.</summary>
/// <remarks>Whether they are kept in memory or not (<see cref="Spill"/>), the segment is the same, byte for byte.</remarks>
internal sealed class SegmentWriter : IDisposable
{
    private readonly SegmentFile _file;
    private readonly ITermAnalyzer? _analyzer;
    private readonly FieldWriter _vectors;
    private readonly FieldWriter _texts;
    private readonly FieldWriter _keywords;
    private readonly TermList _textTerms;
    private readonly TermList _keywordTerms;
    private readonly List<int> _lengths = [];

    /// <summary>Starts a segment.</summary>
    /// <param name="output">Takes the segment; stays open.</param>
    /// <param name="analyzer">Terms of the text field; null leaves the field empty.</param>
    /// <param name="vectors">How the lists of the vectors lie.</param>
    /// <param name="scratch">Keeps what is not in memory.</param>
    public SegmentWriter(Stream output, ITermAnalyzer? analyzer, PostingFormat vectors, Scratch scratch)
    {
        (_file, _analyzer) = (new SegmentFile(output, scratch), analyzer);
        (Lexicon words, Lexicon values) = (new Lexicon(), new Lexicon());
        (_textTerms, _keywordTerms) = (new TermList(words, grow: true), new TermList(values, grow: true));
        _vectors = new FieldWriter(lexicon: null, vectors, scratch);
        _texts = new FieldWriter(words, PostingFormat.Bytes, scratch);
        _keywords = new FieldWriter(values, PostingFormat.Bytes, scratch);
    }

    /// <summary>The ids of the documents.</summary>
    public IdTable Ids { get; } = new();

    /// <summary>Number of documents so far.</summary>
    public int DocumentCount => _file.DocumentCount;

    /// <summary>Number of postings so far.</summary>
    public long PostingCount => _vectors.PostingCount + _texts.PostingCount + _keywords.PostingCount;

    /// <summary>Bytes in memory that <see cref="Spill"/> makes free, about.</summary>
    public long SpillableBytes => _vectors.MemoryBytes + _texts.MemoryBytes + _keywords.MemoryBytes;

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

        byte[] id = Encoding.UTF8.GetBytes(document.Id);
        _file.Add(document, id);
        Ids.Add(id);
        _vectors.Add(vector);
        _texts.Add(_textTerms.Count());
        _keywords.Add(_keywordTerms.Count());
        _lengths.Add(_textTerms.Length);
        TextLength += _textTerms.Length;
    }

    /// <summary>Begins to take the postings so far out of memory, once those of before are out.</summary>
    /// <exception cref="IOException">Those of before could not be written: nothing more can be added.</exception>
    public void Spill()
    {
        _vectors.Spill();
        _texts.Spill();
        _keywords.Spill();
    }

    /// <summary>Writes the postings and ends the segment.</summary>
    /// <param name="meanLength">Terms of a text of the whole index at this moment, which BM25 compares lengths with.</param>
    public void Finish(double meanLength)
    {
        float[] norms = Bm25Index.LengthNorms(_lengths, meanLength, new Bm25Options());
        SegmentDirectory directory = _file.WriteDocumentTables(IdOrder.Of(Ids));
        _file.Finish(directory with
        {
            TextLength = TextLength,
            Vectors = _vectors.Write(_file, default(AddedWeight)),
            Text = _texts.Write(_file, new Bm25Weight(norms)),
            Keywords = _keywords.Write(_file, default(AddedWeight)),
        });
    }

    /// <summary>Waits until nothing is written any more.</summary>
    public void Dispose()
    {
        _vectors.Dispose();
        _texts.Dispose();
        _keywords.Dispose();
    }

    /// <summary>A token as a term of the vector field.</summary>
    public static ReadOnlyMemory<byte> TokenTerm(int token)
    {
        byte[] term = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(term, token);
        return term;
    }

    /// <summary>The token of a term of the vector field.</summary>
    public static int TokenOf(ReadOnlySpan<byte> term) => BinaryPrimitives.ReadInt32BigEndian(term);
}
