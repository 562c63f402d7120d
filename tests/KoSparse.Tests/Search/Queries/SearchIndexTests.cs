using CsCheck;
using KoSparse.Data;
using KoSparse.Search.Indexing;
using KoSparse.Search.Postings;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Queries;

public sealed class SearchIndexTests
{
    private const int Vocabulary = 12;

    // Eight bits keep a weight to within half a step of largest / 255; the query's factors lose less.
    private const float LargestRounding = 0.75f * 0.5f / 255 * Vocabulary;

    private static readonly Gen<SparseVector> Vectors =
        Gen.Int[0, 8].Array[Vocabulary].Select(weights => SparseVector.FromDense([.. weights.Select(w => (w - 5) / 4f)]));

    [Fact]
    public void Search_RandomVectors_ScoresAreTheProducts()
    {
        Gen.Select(Vectors.Array[0, 40], Vectors).Sample((documents, query) =>
        {
            SearchIndex index = IndexOf(documents);

            IReadOnlyList<ScoredDocument> found = index.Search(query, 50);

            Assert.Equal(documents.Count(vector => query.Dot(vector) > 0), found.Count);
            Assert.All(found, hit => Assert.Equal(query.Dot(documents[hit.Document]), hit.Score, LargestRounding));
            Assert.Equal(found.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Document), found);
        });
    }

    [Fact]
    public void Explain_SharedTerms_HeaviestFirst()
    {
        SearchIndex index = IndexOf([Vector((1, 2f), (3, 1f), (5, 4f))]);

        IReadOnlyList<TermContribution> terms = index.Explain(Vector((1, 3f), (2, 9f), (5, 0.5f)), 0);

        Assert.Equal([new TermContribution(1, 6f), new TermContribution(5, 2f)], terms);
    }

    [Fact]
    public void Search_TokenOutsideVocabulary_Throws()
    {
        SearchIndex index = IndexOf([Vector((1, 1f))]);

        ArgumentException fault = Assert.Throws<ArgumentException>(() => index.Search(Vector((Vocabulary, 1f)), 1));

        Assert.Contains("encoder that the index was built with", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The question is at fault, not the index that others search as well.</summary>
    [Fact]
    public void SearchText_LoneSurrogate_IsReadAsItsReplacement_Issue18()
    {
        using TemporaryFolder folder = new();
        using (IndexWriter writer = IndexWriter.Open(folder.Path, Vocabulary))
        {
            writer.Add(new Document("a", "", "부산의 등대"), SparseVector.Empty);
            writer.Commit();
        }

        SearchIndex index = SearchIndex.Open(folder.Path);

        Assert.Single(index.SearchText("\uD83D등대는 어디에 있나", 5));
        Assert.Empty(index.Faults);
        Assert.Equal(1, index.DocumentCount);
    }

    [Fact]
    public void InMemory_SameIdTwice_Throws()
    {
        (Document, SparseVector)[] documents = [(new("x", "", ""), Vector((1, 1f))), (new("x", "", ""), Vector((2, 1f)))];

        ArgumentException fault = Assert.Throws<ArgumentException>(() => SearchIndex.InMemory(Vocabulary, documents));

        Assert.Contains("'x'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_NoDocuments_FindsNothing() =>
        Assert.Empty(SearchIndex.InMemory(Vocabulary, []).Search(Vector((1, 1f)), 5));

    [Fact]
    public void SearcherExplain_FoundDocument_NamesTheSharedToken()
    {
        SparseSearcher searcher = new(new LetterEncoder(Vocabulary), IndexOf([Vector((0, 1f)), Vector((2, 3f))]));

        Assert.Equal("1", Assert.Single(searcher.Search("c", 5)).DocumentId);
        Assert.Equal(new TermContribution(2, 3f), Assert.Single(searcher.Explain("c", "1")));
        Assert.Throws<ArgumentException>(() => searcher.Explain("c", "9"));
    }

    internal static SparseVector Vector(params (int Token, float Weight)[] terms) =>
        SparseVector.FromTerms(terms.Select(term => new TermWeight(term.Token, term.Weight)));

    private static SearchIndex IndexOf(SparseVector[] vectors) => SearchIndex.InMemory(
        Vocabulary, vectors.Select((vector, place) => (new Document($"{place}", "", ""), vector)));
}
