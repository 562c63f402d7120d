using System.Text.Json;
using KoSparse.OpenSearch.Queries;

namespace KoSparse.OpenSearch.Tests.Queries;

public sealed class ScoreExplanationTests
{
    /// <summary>2 of 3 and 1 of 3 of what is left of a stretched score; the factor of a product is no term.</summary>
    [Fact]
    public void Terms_StretchedSum_IsSharedOutInProportion()
    {
        JsonElement explanation = JsonElement.Parse("""
            {"value":0.5,"description":"arithmetic_mean combination of:","details":[{"value":1.0,"description":"min_max normalization of:","details":[
             {"value":6.0,"description":"product of:","details":[
              {"value":3.0,"description":"sum of:","details":[
               {"value":1.0,"description":"weight(text:섬 in 7) [PerFieldSimilarity], result of:","details":[{"value":9,"description":"boost"}]},
               {"value":2.0,"description":"weight(Synonym(text:바다 text:해) in 7) [PerFieldSimilarity], result of:"}]},
              {"value":2.0,"description":"primaryWeight"}]}]}]}
            """);

        IReadOnlyList<SharedTerm> terms = ScoreExplanation.Terms(explanation, 0.6);

        Assert.Equal(["Synonym(text:바다 text:해)", "text:섬"], terms.Select(term => term.Term));
        Assert.Equal([0.4, 0.2], terms.Select(term => Math.Round(term.Share, 12)));
    }

    /// <summary>As neural-search 3.5 explains <c>sparse_vector</c>; from its documentation, as no such server is here.</summary>
    [Fact]
    public void Terms_SparseVector_SharesTheScaledScore()
    {
        JsonElement explanation = JsonElement.Parse("""
            {"value":70.0,"description":"sparse_ann score for doc 7 in field 'embedding'","details":[
             {"value":2,"description":"query token pruning: kept all 2 tokens (no pruning occurred)"},
             {"value":17921,"description":"raw dot product score (quantized): 17921","details":[
              {"value":10000,"description":"token '7001' contribution: query_weight=100 * doc_weight=100"},
              {"value":7921,"description":"token '3509' contribution: query_weight=89 * doc_weight=89"}]},
             {"value":0.0039,"description":"quantization rescaling: 1.0000 * 16.00 * 16.00 / 255 / 255 = 0.003937","details":[{"value":1,"description":"original boost: 1.0000"}]}]}
            """);

        IReadOnlyList<SharedTerm> terms = ScoreExplanation.Terms(explanation, 70);

        Assert.Equal(["7001", "3509"], terms.Select(term => term.Term));
        Assert.Equal(70, terms.Sum(term => term.Share), 1e-9);
        Assert.Equal(70 * 10000 / 17921.0, terms[0].Share, 1e-9);
    }

    [Fact]
    public void Terms_NoExplanation_AreNone() => Assert.Empty(ScoreExplanation.Terms(null, 1));
}
