using KoSparse.Data;
using KoSparse.Search.Fusion;

namespace KoSparse.Tests.Search.Fusion;

public sealed class FusionTests
{
    private static readonly ListSearcher First = new(("a", 10f), ("b", 8f), ("c", 4f));
    private static readonly ListSearcher Second = new(("c", 0.9f), ("b", 0.5f), ("d", 0.1f));

    [Fact]
    public void ReciprocalRank_TwoLists_AddsUpInverseRanks()
    {
        IReadOnlyList<Hit> hits = new ReciprocalRankFusion([First, Second]).Search("?", 3);

        // c: 1/63 + 1/61 = 0.032266; b: 1/62 + 1/62 = 0.032258; a: 1/61 = 0.016393; d: 1/63.
        Assert.Equal(["c", "b", "a"], hits.Select(hit => hit.DocumentId));
        Assert.Equal([0.032266f, 0.032258f, 0.016393f], hits.Select(hit => hit.Score), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void WeightedSum_TwoLists_StretchesEachToOne()
    {
        IReadOnlyList<Hit> hits = new WeightedSumFusion([(First, 1f), (Second, 2f)]).Search("?", 9);

        // a: 1; b: 4/6 + 2 · 0.4/0.8 = 1.666667; c: 0 + 2 · 1 = 2; d: 0.
        Assert.Equal(["c", "b", "a", "d"], hits.Select(hit => hit.DocumentId));
        Assert.Equal([2f, 1.666667f, 1f, 0f], hits.Select(hit => hit.Score), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void WeightedSum_EqualScoresOrNoHits_CountsFully()
    {
        WeightedSumFusion fusion = new([(new ListSearcher(("x", 3f), ("y", 3f)), 1f), (new ListSearcher(), 1f)]);

        Assert.Equal([new Hit("x", 1), new Hit("y", 1)], fusion.Search("?", 9));
    }

    private sealed class ListSearcher(params (string Id, float Score)[] hits) : ISearcher
    {
        public IReadOnlyList<Hit> Search(string query, int count) => [.. hits.Take(count).Select(hit => new Hit(hit.Id, hit.Score))];
    }
}
