using KoSparse.Data;
using KoSparse.Search.Analysis;
using KoSparse.Search.Bm25;
using KoSparse.Search.Postings;

namespace KoSparse.Tests.Search.Bm25;

public sealed class Bm25IndexTests
{
    private const double Tolerance = 6e-4; // half a step of 8 bits: 0.47 · 0.55 / 255 / 2

    private static readonly TokenAnalyzer Words = new(new WordTokenizer("a", "b", "c"));

    [Fact]
    public void Search_ThreeTexts_ScoresAsWorkedOut()
    {
        Bm25Index index = Bm25Index.Build(["a b", "a a b c", "c c"], Words);

        IReadOnlyList<ScoredDocument> found = index.Search("a", 10);

        // N 3, df 2: idf = ln(1 + 1.5 / 2.5) = ln 1.6 = 0.470004. Mean length 8/3.
        // Text 0: tf 1, norm 1.2 (0.25 + 0.75 · 2 / 2.66667) = 0.975; 0.470004 / 1.975 = 0.237977.
        // Text 1: tf 2, norm 1.2 (0.25 + 0.75 · 4 / 2.66667) = 1.65; 0.940007 / 3.65 = 0.257536.
        Assert.Equal([1, 0], found.Select(hit => hit.Document));
        Assert.Equal(0.257536, found[0].Score, Tolerance);
        Assert.Equal(0.237977, found[1].Score, Tolerance);
    }

    [Fact]
    public void Search_RepeatedQueryTerm_CountsAsOften()
    {
        Bm25Index index = Bm25Index.Build(["a b", "c"], Words);

        Assert.Equal(2 * index.Search("a", 1)[0].Score, index.Search("a a", 1)[0].Score, Tolerance);
    }

    [Fact]
    public void Search_NothingShared_FindsNothing()
    {
        Bm25Index index = Bm25Index.Build(["a", "b"], Words);

        Assert.Empty(index.Search("c", 5));
        Assert.Empty(index.Search("모름", 5));
    }

    [Fact]
    public void Search_NoTexts_FindsNothing()
    {
        Assert.Empty(Bm25Index.Build([], Words).Search("a", 5));
    }

    [Fact]
    public void DocumentFrequency_KnownTerm_CountsTexts()
    {
        Bm25Index index = Bm25Index.Build(["a a", "a b", "c"], Words);

        Assert.Equal(2, index.DocumentFrequency("a"));
        Assert.Equal(0, index.DocumentFrequency("z"));
    }

    [Fact]
    public void SearcherSearch_TitleHoldsTheWord_FindsTheDocument()
    {
        Bm25Searcher searcher = new(
            [new Document("x", "한강", "서울을 지나는 강이다."), new Document("y", "낙동강", "영남을 지나는 강이다.")],
            new KoreanAnalyzer());

        Assert.Equal("x", searcher.Search("한강은 어디에 있나요?", 1)[0].DocumentId);
        Assert.Equal("y", searcher.Search("영남의 강", 2)[0].DocumentId);
    }
}
