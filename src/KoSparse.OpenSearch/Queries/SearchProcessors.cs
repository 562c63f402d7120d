using System.Text.Json.Nodes;

namespace KoSparse.OpenSearch.Queries;

/// <summary>The processors of search pipelines, as OpenSearch's neural-search has them.</summary>
public static class SearchProcessors
{
    /// <summary>Share of a question's largest weight below which a term waits for the second phase; OpenSearch's own.</summary>
    private const double PhaseRatio = 0.4;

    /// <summary>Heavy terms first, the others for the best documents.</summary>
    public static JsonObject TwoPhase() => new()
    {
        ["neural_sparse_two_phase_processor"] = new JsonObject
        {
            ["enabled"] = true,
            ["two_phase_parameter"] = new JsonObject { ["prune_ratio"] = PhaseRatio, ["expansion_rate"] = 5.0, ["max_window_size"] = 10_000 },
        },
    };

    /// <summary>Joins by scores that are stretched from 0 to 1, which weigh the same.</summary>
    public static JsonObject Scores() => new()
    {
        ["normalization-processor"] = new JsonObject
        {
            ["normalization"] = new JsonObject { ["technique"] = "min_max" },
            ["combination"] = new JsonObject { ["technique"] = "arithmetic_mean" },
        },
    };

    /// <summary>Joins by reciprocal ranks.</summary>
    public static JsonObject Ranks() => new()
    {
        ["score-ranker-processor"] = new JsonObject { ["combination"] = new JsonObject { ["technique"] = "rrf", ["rank_constant"] = 60 } },
    };

    /// <summary>Puts the scores that were joined, and their explanations, below the joined one; from 2.19 on.</summary>
    public static JsonObject Explanation() => new() { ["hybrid_score_explanation"] = new JsonObject() };
}
