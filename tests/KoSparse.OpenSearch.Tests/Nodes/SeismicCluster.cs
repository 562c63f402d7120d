using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KoSparse.OpenSearch.Tests.Nodes;

/// <summary>A server of 3.x whose index holds <c>sparse_vector</c>.</summary>
internal sealed class SeismicCluster(Version version) : ThirdCluster(version)
{
    private const int Folded = 32_768;
    private const int Steps = 255;
    private const int DefaultHits = 10;
    private const int DefaultTerms = 10;

    private static readonly string[] Parameters =
        ["n_postings", "cluster_ratio", "summary_prune_ratio", "approximate_threshold", "quantization_ceiling_ingest", "quantization_ceiling_search"];

    /// <summary>Starts one.</summary>
    public static Task<FakeCluster> StartAsync(string version = "3.5.0") => new SeismicCluster(Version.Parse(version)).ListenAsync();

    protected override void Make(JsonObject wanted)
    {
        JsonNode field = wanted["mappings"]!["properties"]!["embedding"]!;
        Require(field["type"]!.GetValue<string>() == "sparse_vector", "this fake knows sparse_vector alone");
        Require(Version >= new Version(3, 3), "No handler for type [sparse_vector] declared on field [embedding]");
        Require(wanted["settings"]!["index"]!["sparse"]?.GetValue<bool>() == true, "The sparse_vector field [embedding] needs index.sparse");
        Require(field["method"]?["name"]?.GetValue<string>() == "seismic", "[method] is required, and its name is seismic");
        Require(field["method"]!["parameters"]!.AsObject().All(parameter => Parameters.Contains(parameter.Key)), "Unknown parameters of seismic");
    }

    protected override string? FaultOf(JsonElement document) =>
        document.MembersAt("embedding").Cast<JsonProperty?>().FirstOrDefault(term => !ushort.TryParse(term!.Value.Name, CultureInfo.InvariantCulture, out _) || term.Value.Value.GetSingle() <= 0) is { } bad
            ? $"sparse_vector keys are non-negative integers with positive weights, not [{bad.Name}]"
            : null;

    protected override IEnumerable<JsonObject> Hits(JsonElement body)
    {
        Require(body.At("search_pipeline", "request_processors") is null, "Two phase search processor is not compatible with [sparse_vector] field for now");
        JsonElement asked = body.At("query", "neural_sparse", "embedding") ?? throw new NotSupportedException("this fake knows neural_sparse alone");
        int k = (int)(asked.NumberAt("method_parameters", "k") ?? DefaultHits);
        int most = (int)(asked.NumberAt("method_parameters", "top_n") ?? DefaultTerms);
        (string Name, int Weight)[] terms =
            [.. asked.MembersAt("query_tokens").OrderByDescending(term => term.Value.GetSingle()).Take(most).Select(term => (term.Name, Quantized(term.Value.GetSingle(), Ceiling("search"))))];
        return Documents.Where(document => Passes(document.Value, asked)).Select(document => (document.Key, Shares: Shares(document.Value, terms)))
            .Where(hit => hit.Shares.Length > 0).OrderByDescending(hit => hit.Shares.Sum(share => share.Share)).Take(Math.Min(k, (int)body.NumberAt("size")!))
            .Select(hit => HitOf(hit.Key, hit.Shares, body.At("explain") is { ValueKind: JsonValueKind.True }));
    }

    private static bool Passes(JsonElement document, JsonElement asked) => asked.ItemsAt("method_parameters", "filter", "bool", "filter")
        .All(filter => filter.MembersAt("term").All(term => document.TextAt(term.Name) == term.Value.ToString()));

    private (string Term, int Share)[] Shares(JsonElement document, (string Name, int Weight)[] terms) => [.. terms.Select(term =>
        (term.Name, term.Weight * document.MembersAt("embedding").Where(held => Fold(held.Name) == Fold(term.Name)).Sum(held => Quantized(held.Value.GetSingle(), Ceiling("ingest")))))
        .Where(share => share.Item2 > 0)];

    private JsonObject HitOf(string id, (string Term, int Share)[] shares, bool explain)
    {
        double scale = Ceiling("ingest") * Ceiling("search") / Steps / Steps;
        int raw = shares.Sum(share => share.Share);
        JsonObject hit = new() { ["_id"] = id, ["_score"] = raw * scale, ["_source"] = new JsonObject() };
        if (explain)
        {
            Require(Version >= new Version(3, 5), "explain is not supported for sparse_vector");
            hit["_explanation"] = new JsonObject
            {
                ["value"] = raw * scale,
                ["description"] = "sparse_ann score for doc 7 in field 'embedding'",
                ["details"] = new JsonArray(
                    new JsonObject { ["value"] = shares.Length, ["description"] = $"query token pruning: kept all {shares.Length} tokens (no pruning occurred)" },
                    new JsonObject
                    {
                        ["value"] = raw,
                        ["description"] = $"raw dot product score (quantized): {raw}",
                        ["details"] = new JsonArray([.. shares.Select(share => new JsonObject { ["value"] = share.Share, ["description"] = $"token '{share.Term}' contribution: query_weight=1 * doc_weight=1" })]),
                    },
                    new JsonObject { ["value"] = scale, ["description"] = "quantization rescaling: 1.0000 * …" }),
            };
        }

        return hit;
    }

    private static int Fold(string id) => int.Parse(id, CultureInfo.InvariantCulture) % Folded;

    private double Ceiling(string kind) => Index["mappings"]!["properties"]!["embedding"]!["method"]!["parameters"]![$"quantization_ceiling_{kind}"]!.GetValue<double>();

    private static int Quantized(float weight, double ceiling) => (int)Math.Round(Math.Min(weight, ceiling) / ceiling * Steps);
}
