using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Data;
using KoSparse.Vectors;

namespace KoSparse.OpenSearch.Tests.Nodes;

/// <summary>A server of 3.x whose field <c>text</c> encodes itself, by models that are <see cref="Mini"/>: remote ones encode documents, packages questions.</summary>
internal sealed class SemanticCluster(Version version) : ThirdCluster(version)
{
    /// <summary>A tokenizer model that is there from the start.</summary>
    public const string Tokenizer = "tokenizer";

    /// <summary>A remote model of which nobody said what it gives.</summary>
    public const string Unknown = "unknown";

    private static readonly string[] Parameters =
        ["type", "raw_field_type", "model_id", "search_model_id", "semantic_info_field_name", "chunking", "semantic_field_search_analyzer", "analyzer"];

    private static readonly string[] Analyzers = ["standard", "bert-uncased", "mbert-uncased"];

    private readonly Dictionary<string, JsonObject> _models = new()
    {
        [Tokenizer] = new() { ["function_name"] = "SPARSE_TOKENIZE" },
        [Unknown] = new() { ["function_name"] = "remote" },
    };

    /// <summary>Starts one.</summary>
    public static Task<FakeCluster> StartAsync(string version = "3.2.0") => new SemanticCluster(Version.Parse(version)).ListenAsync();

    protected override JsonNode? Model(string method, string path, string body)
    {
        switch (method, path.Split('/'))
        {
            case ("POST", ["connectors", "_create"]):
                return new JsonObject { ["connector_id"] = "connector" };
            case ("POST", ["models", "_register"]):
                _models[$"model-{_models.Count}"] = JsonNode.Parse(body)!.AsObject();
                return new JsonObject { ["model_id"] = $"model-{_models.Count - 1}" };
            case ("GET", ["models", var id]) when _models.ContainsKey(id):
                return new JsonObject { ["model_state"] = "DEPLOYED" };
            default:
                return null;
        }
    }

    protected override void Make(JsonObject wanted)
    {
        JsonObject properties = wanted["mappings"]!["properties"]!.AsObject();
        JsonObject text = properties["text"]!.AsObject();
        Require(Version >= new Version(3, 1), "No handler for type [semantic] declared on field [text]");
        Require(text.All(parameter => Parameters.Contains(parameter.Key) || (parameter.Key == "sparse_encoding_config" && Version >= new Version(3, 2))), "unknown parameter on mapper [text] of type [semantic]");
        Require(text["search_model_id"] is null || text["semantic_field_search_analyzer"] is null, "Cannot specify both semantic_field_search_analyzer and search_model_id");
        string id = text["model_id"]!.GetValue<string>();
        const string Fault = "Failed to transform the mapping for the semantic field at text due to";
        Require(_models.TryGetValue(id, out JsonObject? model), $"{Fault} Failed to find model with the provided model id: {id}");
        Require(model!["function_name"]!.GetValue<string>() != "remote" || model["model_config"] is not null, $"{Fault} Model config is null for the remote model {id}.");
        Require(model["model_config"]?["model_type"]?.GetValue<string>() is null or "SPARSE_ENCODING", $"{Fault} the model type is not supported in the semantic field.");
        text["raw_field_type"] = "text";
        properties["text_semantic_info"] = new JsonObject { ["properties"] = new JsonObject { ["embedding"] = new JsonObject { ["type"] = "rank_features" } } };
    }

    protected override string? FaultOf(JsonElement document) => document.At("text_semantic_info") is null ? null : "text_semantic_info is generated, and not given";

    protected override IEnumerable<JsonObject> Hits(JsonElement body)
    {
        SparseVector question = Asked(body.At("query", "neural_sparse", "text_semantic_info.embedding") ?? throw new NotSupportedException("this fake knows neural_sparse on text_semantic_info.embedding alone"));
        return Documents.Select(document => (document.Key, Score: question.Dot(Mini.Stored(Encoded(document.Value.TextAt("text")!)))))
            .Where(hit => hit.Score > 0).OrderByDescending(hit => hit.Score).Take((int)body.NumberAt("size")!)
            .Select(hit => new JsonObject { ["_id"] = hit.Key, ["_score"] = hit.Score, ["_source"] = new JsonObject() });
    }

    /// <summary>The vector that the cluster makes of a document's text.</summary>
    public static SparseVector Encoded(string text) => Mini.Model.Encoder.EncodeDocuments([new Document("", "", text)])[0];

    private SparseVector Asked(JsonElement asked)
    {
        string? model = asked.TextAt("model_id");
        string? analyzer = asked.TextAt("analyzer");
        Require(model is null || analyzer is null, "model_id and analyzer can not be set at the same time");
        Require(analyzer is null || Analyzers.Contains(analyzer), $"analyzer [{analyzer}] not found");
        if (asked.At("query_tokens") is not null)
        {
            return SparseVector.FromTerms(asked.MembersAt("query_tokens").Select(term => new TermWeight(IdOf(term.Name), term.Value.GetSingle())));
        }

        Require(model is not null && _models.ContainsKey(model), $"Failed to find model {model}");
        return model == Tokenizer ? Mini.Model.Encoder.EncodeQueries([asked.TextAt("query_text")!])[0] : Encoded(asked.TextAt("query_text")!);
    }

    private static int IdOf(string token) => Mini.Model.Tokenizer.TryGetId(token, out int id) ? id : throw new NotSupportedException($"this fake knows the tokens of models/mini, not {token}");
}
