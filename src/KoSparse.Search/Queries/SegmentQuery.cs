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
    private readonly float[] _weights;
    private readonly bool _rareWeighMore;
    private readonly Func<SegmentReader, InvertedField> _field;

    private SegmentQuery(ReadOnlyMemory<byte>[] terms, float[] weights, bool rareWeighMore, Func<SegmentReader, InvertedField> field) =>
        (_terms, _weights, _rareWeighMore, _field) = (terms, weights, rareWeighMore, field);

    /// <summary>A query over vectors.</summary>
    public static SegmentQuery OfVector(SparseVector vector)
    {
        var terms = new ReadOnlyMemory<byte>[vector.Count];
        for (int i = 0; i < terms.Length; i++)
        {
            terms[i] = SegmentWriter.TokenTerm(vector.TokenIds[i]);
        }

        return new SegmentQuery(terms, vector.Weights.ToArray(), rareWeighMore: false, static segment => segment.Vectors);
    }

    /// <summary>A query over text; one of function words alone asks for nothing.</summary>
    public static SegmentQuery OfText(string question, ITermAnalyzer analyzer)
    {
        Lexicon words = new();
        TermList list = new(words, grow: true);
        if (!FunctionWords.AreAll(question))
        {
            analyzer.Analyze(question, list);
        }

        ReadOnlyMemory<byte>[] terms = [.. words.Terms.Select(word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word))];
        return new SegmentQuery(terms, list.Count().Weights.ToArray(), rareWeighMore: true, static segment => segment.Text);
    }

    /// <summary>What each term gives to a document's score, heaviest first; terms that it lacks are left out.</summary>
    /// <param name="segment">Holds the document.</param>
    /// <param name="weights">As <see cref="Weights"/> gives them.</param>
    /// <param name="document">Its place in the segment.</param>
    public WordContribution[] Contributions(SegmentReader segment, float[] weights, int document)
    {
        InvertedField field = _field(segment);
        return
        [
            .. _terms.Select((term, i) => (Word: Encoding.UTF8.GetString(term.Span), Weight: weights[i], List: field.Terms.Find(term.Span)))
                .Where(term => term.List >= 0)
                .Select(term => new WordContribution(term.Word, term.Weight * field.Postings.Weight(term.List, document)))
                .Where(term => term.Contribution > 0)
                .OrderByDescending(term => term.Contribution)
                .ThenBy(term => term.Word, StringComparer.Ordinal),
        ];
    }

    /// <summary>The lists of the terms in a segment.</summary>
    public SegmentTerms TermsIn(SegmentReader segment)
    {
        InvertedField field = _field(segment);
        return new SegmentTerms(field.Postings, Array.ConvertAll(_terms, term => field.Terms.Find(term.Span)));
    }

    /// <summary>Weights of the terms; over text times IDF, which counts deleted documents until they are merged away, as Lucene's does.</summary>
    /// <param name="segments">The terms in all segments.</param>
    public float[] Weights(SegmentTerms[] segments)
    {
        if (!_rareWeighMore)
        {
            return _weights;
        }

        long documents = segments.Sum(static segment => (long)segment.Postings.DocumentCount);
        return
        [
            .. _weights.Select((weight, term) =>
                weight * Bm25Index.InverseDocumentFrequency(documents, segments.Sum(segment => (long)segment.Holders[term]))),
        ];
    }

    /// <summary>The largest score that a document of any segment could have.</summary>
    public static double Bound(SegmentTerms[] segments, float[] weights)
    {
        double bound = 0;
        for (int term = 0; term < weights.Length; term++)
        {
            bound += (double)weights[term] * segments.Select(s => s.LargestWeights[term]).DefaultIfEmpty().Max();
        }

        return bound;
    }
}
