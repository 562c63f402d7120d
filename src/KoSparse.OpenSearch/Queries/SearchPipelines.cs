using System.Text.Json.Nodes;

namespace KoSparse.OpenSearch.Queries;

/// <summary>The processors of search pipelines, as OpenSearch's neural-search has them.</summary>
internal static class SearchPipelines
{
    /// <summary>Heavy terms first, the others for the best documents.</summary>
    /// <param name="ratio">Share of the largest weight from which a term is heavy.</param>
    public static JsonObject TwoPhase(double ratio) => new()
    {
        ["neural_sparse_two_phase_processor"] = new JsonObject
        {
            ["enabled"] = true,
            ["two_phase_parameter"] = new JsonObject { ["prune_ratio"] = ratio, ["expansion_rate"] = 5.0, ["max_window_size"] = 10_000 },
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
}
