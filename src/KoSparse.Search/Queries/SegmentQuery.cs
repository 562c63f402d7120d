using System.Text;
using KoSparse.Search.Analysis;
using KoSparse.Search.Bm25;
using KoSparse.Search.Segments;
using KoSparse.Vectors;

namespace KoSparse.Search.Queries;

/// <summary>Terms of one field with weights: a sparse vector, or the words of a question with their IDF.</summary>
internal sealed class SegmentQuery
{
    private readonly ReadOnlyMemory<byte>[] _terms;
    private readonly Func<SegmentReader, InvertedField> _field;

    private SegmentQuery(ReadOnlyMemory<byte>[] terms, float[] weights, Func<SegmentReader, InvertedField> field) =>
        (_terms, Weights, _field) = (terms, weights, field);

    /// <summary>Weights of the terms.</summary>
    public float[] Weights { get; }

    /// <summary>A query over vectors.</summary>
    public static SegmentQuery OfVector(SparseVector vector)
    {
        var terms = new ReadOnlyMemory<byte>[vector.Count];
        for (int i = 0; i < terms.Length; i++)
        {
            terms[i] = SegmentWriter.TokenTerm(vector.TokenIds[i]);
        }

        return new SegmentQuery(terms, vector.Weights.ToArray(), static segment => segment.Vectors);
    }

    /// <summary>A query over text; the IDF counts deleted documents until they are merged away, as Lucene's does.</summary>
    public static SegmentQuery OfText(string question, ITermAnalyzer analyzer, IReadOnlyList<SegmentReader> segments)
    {
        Lexicon words = new();
        TermList list = new(words, grow: true);
        analyzer.Analyze(question, list);
        ReadOnlyMemory<byte>[] terms = [.. words.Terms.Select(word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word))];
        SegmentQuery query = new(terms, list.Count().Weights.ToArray(), static segment => segment.Text);
        SegmentTerms[] found = [.. segments.Select(query.TermsIn)];
        long documents = segments.Sum(static segment => (long)segment.DocumentCount);
        for (int term = 0; term < terms.Length; term++)
        {
            long holders = found.Sum(f => f.Lists[term] < 0 ? 0L : f.Postings.DocumentFrequency(f.Lists[term]));
            query.Weights[term] *= Bm25Index.InverseDocumentFrequency(documents, holders);
        }

        return query;
    }

    /// <summary>The lists of the terms in a segment.</summary>
    public SegmentTerms TermsIn(SegmentReader segment)
    {
        InvertedField field = _field(segment);
        return new SegmentTerms(field.Postings, Array.ConvertAll(_terms, term => field.Terms.Find(term.Span)));
    }

    /// <summary>The largest score that a document of any segment could have.</summary>
    public static double Bound(SegmentTerms[] segments, float[] weights)
    {
        double bound = 0;
        for (int term = 0; term < weights.Length; term++)
        {
            bound += (double)weights[term] * segments.Select(s => s.LargestWeight(term)).DefaultIfEmpty().Max();
        }

        return bound;
    }
}
