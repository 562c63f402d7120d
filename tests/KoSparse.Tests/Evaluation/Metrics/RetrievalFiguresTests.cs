using CsCheck;
using KoSparse.Evaluation.Metrics;

namespace KoSparse.Tests.Evaluation.Metrics;

public sealed class RetrievalFiguresTests
{
    private const double Tolerance = 1e-6;

    [Fact]
    public void Of_GradedJudgements_MatchesTheWorkedExample()
    {
        Dictionary<string, int> grades = new() { ["a"] = 3, ["b"] = 2, ["c"] = 1, ["d"] = 0, ["e"] = -1 };

        RetrievalFigures figures = RetrievalFigures.Of(["d", "b", "e", "a"], grades);

        // DCG = 2 / log2(3) + 3 / log2(5) = 1.261860 + 1.292030 = 2.553890.
        // Ideal = 3 / log2(2) + 2 / log2(3) + 1 / log2(4) = 3 + 1.261860 + 0.5 = 4.761860.
        Assert.Equal(2.553890 / 4.761860, figures.NdcgAt10, Tolerance);
        Assert.Equal(0, figures.RecallAt1);
        Assert.Equal(1, figures.RecallAt5);
        Assert.Equal(1, figures.RecallAt10);
        Assert.Equal(0.5, figures.MrrAt10);
    }

    [Theory]
    [InlineData(0, 1, 1, 1, 1)]
    [InlineData(4, 0, 1, 1, 0.2)]
    [InlineData(5, 0, 0, 1, 1 / 6.0)]
    [InlineData(9, 0, 0, 1, 0.1)]
    [InlineData(10, 0, 0, 0, 0)]
    public void Of_OneRelevantAtAPlace_CountsItWithinTheDepth(int place, double at1, double at5, double at10, double mrr)
    {
        List<string> ranking = [.. Enumerable.Range(0, 12).Select(i => $"{i}")];

        RetrievalFigures figures = RetrievalFigures.Of(ranking, new Dictionary<string, int> { [$"{place}"] = 1 });

        Assert.Equal(new RetrievalFigures(at1, at5, at10, mrr, place < 10 ? 1 / Math.Log2(place + 2) : 0), figures);
    }

    [Fact]
    public void Of_MoreRelevantThanTen_IdealStopsAtTen()
    {
        List<string> ranking = [.. Enumerable.Range(0, 20).Select(i => $"{i}")];

        Assert.Equal(1, RetrievalFigures.Of(ranking, ranking.ToDictionary(id => id, _ => 1)).NdcgAt10, Tolerance);
    }

    [Fact]
    public void Mean_TwoQuestions_IsHalfway()
    {
        RetrievalFigures mean = RetrievalFigures.Mean([new(1, 1, 1, 1, 0.8), new(0, 0, 1, 0.1, 0.2)]);

        Assert.Equal(0.5, mean.RecallAt1, Tolerance);
        Assert.Equal(0.55, mean.MrrAt10, Tolerance);
        Assert.Equal(0.5, mean.NdcgAt10, Tolerance);
    }

    [Fact]
    public void Of_AnyRankingAndGrades_IsBetweenZeroAndOne_Issue19()
    {
        Gen<string> id = Gen.Int[0, 12].Select(n => $"d{n}");

        Gen.Select(id.Array[0, 30], Gen.Dictionary(id, Gen.Int[-2, 5])[0, 13]).Sample((ranking, grades) =>
        {
            RetrievalFigures figures = RetrievalFigures.Of(ranking, grades);

            Assert.All(
                new[] { figures.RecallAt1, figures.RecallAt5, figures.RecallAt10, figures.MrrAt10, figures.NdcgAt10 },
                figure => Assert.InRange(figure, 0, 1 + 1e-12));
        });
    }
}
