using CsCheck;
using KoSparse.Search.Postings;
using KoSparse.Search.Sparse;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Sparse;

public sealed class SparseIndexTests
{
    private const int Vocabulary = 12;

    // Halves and quarters add up exactly in any order, so that ties are real ties.
    private static readonly Gen<SparseVector> Vectors =
        Gen.Int[0, 8].Array[Vocabulary].Select(weights => SparseVector.FromDense([.. weights.Select(w => (w - 5) / 4f)]));

    [Fact]
    public void Search_RandomVectors_EqualsSortingAllProducts()
    {
        Gen.Select(Vectors.Array[0, 40], Vectors, Gen.Int[1, 50]).Sample((documents, query, count) =>
        {
            SparseIndex index = IndexOf(documents);

            IReadOnlyList<ScoredDocument> found = index.Search(query, count);

            IEnumerable<ScoredDocument> expected = documents
                .Select((vector, place) => new ScoredDocument(place, query.Dot(vector)))
                .Where(document => document.Score > 0)
                .OrderByDescending(document => document.Score)
                .ThenBy(document => document.Document)
                .Take(count);
            Assert.Equal(expected, found);
        });
    }

    [Fact]
    public void Explain_SharedTerms_HeaviestFirst()
    {
        SparseIndex index = IndexOf([Vector((1, 2f), (3, 1f), (5, 4f))]);

        IReadOnlyList<TermContribution> terms = index.Explain(Vector((1, 3f), (2, 9f), (5, 0.5f)), 0);

        Assert.Equal([new TermContribution(1, 6f), new TermContribution(5, 2f)], terms);
    }

    [Fact]
    public void Search_TokenOutsideVocabulary_Throws()
    {
        SparseIndex index = IndexOf([Vector((1, 1f))]);

        ArgumentException fault = Assert.Throws<ArgumentException>(() => index.Search(Vector((Vocabulary, 1f)), 1));

        Assert.Contains("encoder that the index was built with", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_SameIdTwice_Throws()
    {
        SparseIndexBuilder builder = new(Vocabulary);
        builder.Add("x", Vector((1, 1f)));
        builder.Add("x", Vector((2, 1f)));

        Assert.Contains("'x'", Assert.Throws<ArgumentException>(builder.Build).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SearcherExplain_FoundDocument_NamesTheSharedToken()
    {
        SparseSearcher searcher = new(new LetterEncoder(), IndexOf([Vector((0, 1f)), Vector((2, 3f))]));

        Assert.Equal("1", Assert.Single(searcher.Search("c", 5)).DocumentId);
        Assert.Equal(new TermContribution(2, 3f), Assert.Single(searcher.Explain("c", "1")));
        Assert.Throws<ArgumentException>(() => searcher.Explain("c", "9"));
    }

    internal static SparseVector Vector(params (int Token, float Weight)[] terms) =>
        SparseVector.FromTerms(terms.Select(term => new TermWeight(term.Token, term.Weight)));

    private static SparseIndex IndexOf(SparseVector[] vectors)
    {
        SparseIndexBuilder builder = new(Vocabulary);
        for (int place = 0; place < vectors.Length; place++)
        {
            builder.Add($"{place}", vectors[place]);
        }

        return builder.Build();
    }

    // Token 0 for a, 1 for b, and so on, each with weight 1.
    private sealed class LetterEncoder : ISparseEncoder
    {
        public int VocabularySize => Vocabulary;

        public IReadOnlyList<SparseVector> EncodeQueries(IReadOnlyList<string> texts) =>
            [.. texts.Select(text => SparseVector.FromTerms(text.Distinct().Select(c => new TermWeight(c - 'a', 1))))];

        public IReadOnlyList<SparseVector> EncodeDocuments(IReadOnlyList<string> texts, IProgress<int>? progress = null) =>
            EncodeQueries(texts);
    }
}
