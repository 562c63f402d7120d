using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace KoSparse.Encoding.Export;

/// <summary>Retrieval of one method on one benchmark.</summary>
/// <param name="Benchmark">Its name.</param>
/// <param name="Method">The method.</param>
/// <param name="Queries">How many questions were asked.</param>
/// <param name="OfQueries">How many the benchmark has, where a sample was asked; else null.</param>
/// <param name="RecallAt1">Share of questions with an answer in the first place.</param>
/// <param name="RecallAt10">Share of questions with an answer among the first ten.</param>
/// <param name="NdcgAt10">nDCG of the first ten.</param>
internal sealed record BenchmarkFigures(
    string Benchmark,
    string Method,
    int Queries,
    int? OfQueries,
    [property: JsonPropertyName("recall@1")] double RecallAt1,
    [property: JsonPropertyName("recall@10")] double RecallAt10,
    [property: JsonPropertyName("ndcg@10")] double NdcgAt10)
{
    /// <summary>The benchmark's name and, where that is not all of it, how much was asked.</summary>
    [JsonIgnore]
    public string Title => OfQueries is { } all && all > Queries ? $"{Benchmark}, {Queries} of {all} questions" : Benchmark;

    /// <summary>The rows of a <c>metrics.json</c>.</summary>
    public static IEnumerable<BenchmarkFigures> OfReport(JsonObject report) => report["methods"]!.AsObject().Select(method => new BenchmarkFigures(
        report["benchmark"]!.GetValue<string>(),
        method.Key,
        report["queries"]!.GetValue<int>(),
        report["of_queries"]?.GetValue<int>(),
        method.Value!["recall@1"]!.GetValue<double>(),
        method.Value["recall@10"]!.GetValue<double>(),
        method.Value["ndcg@10"]!.GetValue<double>()));
}
