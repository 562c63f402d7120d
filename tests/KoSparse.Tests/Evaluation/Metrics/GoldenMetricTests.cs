using System.Text.Json;
using KoSparse.Evaluation.Metrics;

namespace KoSparse.Tests.Evaluation.Metrics;

/// <summary>What trec_eval makes of the same run: <c>tests/golden/measures/metrics.json</c>.</summary>
public sealed class GoldenMetricTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void Of_Run_AgreesWithTrecEvalOnEveryQuery_Issue19()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllBytes(SharedData.Golden("measures/metrics.json")));
        JsonElement expected = golden.RootElement.GetProperty("per_query");
        string[] queries = [.. golden.RootElement.GetProperty("qrels").EnumerateObject().Select(query => query.Name)];

        foreach (string query in queries)
        {
            RetrievalFigures found = Figures(golden.RootElement, query);
            double Measure(string name) => expected.TryGetProperty(query, out JsonElement measures) ? measures.GetProperty(name).GetDouble() : 0;
            double reciprocal = Measure("recip_rank");

            Assert.Equal(Measure("success_1"), found.RecallAt1);
            Assert.Equal(Measure("success_10"), found.RecallAt10);
            Assert.Equal(reciprocal >= 0.1 ? reciprocal : 0, found.MrrAt10, Tolerance); // ours looks at ten
            Assert.Equal(Measure("ndcg_cut_10"), found.NdcgAt10, Tolerance);
            Assert.All(Values(found), value => Assert.InRange(value, 0, 1));
        }

        Assert.Contains(queries, query => Figures(golden.RootElement, query).NdcgAt10 > 0.3);
        Assert.InRange(queries.Count(query => !expected.TryGetProperty(query, out _)), 1, queries.Length - 1);
    }

    /// <summary>A document that comes again, grades below 0 and judgements without a relevant document never raise a measure above 1.</summary>
    [Theory]
    [InlineData("a a a a", "a=3")]
    [InlineData("a b", "a=-2 b=-1")]
    [InlineData("a b", "a=-2 b=3")]
    [InlineData("b a", "a=2147483647 b=2147483647")]
    [InlineData("", "a=1")]
    [InlineData("a", "")]
    public void Of_AnyRanking_IsWithinZeroAndOne_Issue19(string ranking, string grades)
    {
        RetrievalFigures found = RetrievalFigures.Of(
            ranking.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            grades.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(
                pair => pair[0], pair => int.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture)));

        Assert.All(Values(found), value => Assert.InRange(value, 0, 1));
    }

    private static double[] Values(RetrievalFigures found) => [found.RecallAt1, found.RecallAt5, found.RecallAt10, found.MrrAt10, found.NdcgAt10];

    private static RetrievalFigures Figures(JsonElement golden, string query) => RetrievalFigures.Of(
        golden.GetProperty("run").TryGetProperty(query, out JsonElement run)
            ? run.EnumerateObject().OrderByDescending(hit => hit.Value.GetDouble()).Select(hit => hit.Name)
            : [],
        golden.GetProperty("qrels").GetProperty(query).EnumerateObject().ToDictionary(judged => judged.Name, judged => judged.Value.GetInt32()));
}
