using System.Text.Json.Nodes;
using KoSparse.OpenSearch.Facts;
using KoSparse.OpenSearch.Indices;

namespace KoSparse.OpenSearch.Queries;

/// <summary>The body of a search.</summary>
/// <param name="facts">What the cluster can do.</param>
/// <param name="index">Where vectors are.</param>
/// <param name="options">How it is asked.</param>
internal sealed class SearchBody(ClusterFacts facts, IndexDescription index, SearchOptions options)
{
    /// <summary>Of a hybrid search: words and vectors.</summary>
    public const int JoinedQueries = 2;

    /// <summary>More terms than any question has: <c>sparse_vector</c> would take the 10 heaviest.</summary>
    private const int AllTerms = 1_000;

    private static readonly string[] Texts = ["title", "text"];

    private readonly bool _approximate = index.Kind == VectorFieldKind.SparseVector;

    /// <summary>Makes the body.</summary>
    /// <param name="question">The question as asked.</param>
    /// <param name="tokens">Its terms; null where the cluster encodes it, or it has none.</param>
    public JsonObject Of(string question, QuestionTokens? tokens)
    {
        JsonObject body = new()
        {
            ["size"] = options.Count,
            ["track_total_hits"] = false,
            ["_source"] = !options.WithDocuments ? false : new JsonObject { ["excludes"] = new JsonArray(index.Field) },
            ["query"] = Query(question, tokens),
        };
        if (Pipeline() is { } pipeline)
        {
            body["search_pipeline"] = pipeline;
        }

        if (options.Highlight)
        {
            body["highlight"] = new JsonObject
            {
                ["pre_tags"] = new JsonArray(ClusterHit.MarkStart),
                ["post_tags"] = new JsonArray(ClusterHit.MarkEnd),
                ["highlight_query"] = Words(question),
                ["fields"] = new JsonObject { ["title"] = new JsonObject(), ["text"] = new JsonObject() },
            };
        }

        if (options.Explain)
        {
            body["explain"] = true;
        }

        return body;
    }

    private JsonObject Query(string question, QuestionTokens? tokens) => options.By switch
    {
        SearchedBy.Sparse => FilteredVector(question, tokens),
        SearchedBy.Text => Filtered(Words(question)),
        _ => new JsonObject
        {
            ["hybrid"] = new JsonObject { ["queries"] = new JsonArray(Filtered(Words(question)), FilteredVector(question, tokens)) },
        },
    };

    private static JsonObject Words(string question) => new()
    {
        ["multi_match"] = new JsonObject { ["query"] = question, ["fields"] = new JsonArray([.. Texts.Select(field => (JsonNode)field)]), ["type"] = "most_fields" },
    };

    private JsonObject Vector(string question, QuestionTokens? tokens)
    {
        if (options.ModelId is { } model)
        {
            return Neural(new JsonObject { ["query_text"] = question, ["model_id"] = model });
        }

        if (tokens is null || tokens.Weights.Count == 0)
        {
            return new() { ["match_none"] = new JsonObject() };
        }

        return facts.Has(ClusterFeature.QueryTokens) ? Neural(new JsonObject { ["query_tokens"] = tokens.ToJson() }) : Features(tokens);
    }

    private JsonObject Neural(JsonObject asked)
    {
        if (_approximate)
        {
            asked["method_parameters"] = Method();
        }

        return new() { ["neural_sparse"] = new JsonObject { [index.Field] = asked } };
    }

    /// <summary>An approximate search gives as many hits as it is told, of as many terms, and filters while it searches.</summary>
    private JsonObject Method()
    {
        JsonObject method = new() { ["k"] = options.Count, ["top_n"] = AllTerms };
        if (options.Filters.Count > 0)
        {
            method["filter"] = new JsonObject { ["bool"] = new JsonObject { ["filter"] = Filters() } };
        }

        return method;
    }

    /// <summary>The same sum without the plugin: each term adds its weight in the question times its weight in the document.</summary>
    private JsonObject Features(QuestionTokens tokens) => new()
    {
        ["bool"] = new JsonObject
        {
            ["should"] = new JsonArray([.. tokens.Weights.Select(term => new JsonObject
            {
                ["rank_feature"] = new JsonObject { ["field"] = $"{index.Field}.{term.Key}", ["boost"] = term.Value, ["linear"] = new JsonObject() },
            })]),
        },
    };

    private JsonObject FilteredVector(string question, QuestionTokens? tokens) => _approximate ? Vector(question, tokens) : Filtered(Vector(question, tokens));

    /// <summary>A should that has to hold, and not a must, which the two-phase processor would not look into.</summary>
    private JsonObject Filtered(JsonObject query) => options.Filters.Count == 0 ? query : new()
    {
        ["bool"] = new JsonObject
        {
            ["should"] = new JsonArray(query),
            ["minimum_should_match"] = 1,
            ["filter"] = Filters(),
        },
    };

    private JsonArray Filters() => new([.. options.Filters.Select(filter => new JsonObject { ["term"] = new JsonObject { [filter.Field] = filter.Value } })]);

    /// <summary>A pipeline of this search alone: none has to be made in the cluster first.</summary>
    private JsonObject? Pipeline()
    {
        JsonObject pipeline = [];
        if (options.TwoPhase)
        {
            pipeline["request_processors"] = new JsonArray(SearchProcessors.TwoPhase());
        }

        if (options.By == SearchedBy.Hybrid)
        {
            pipeline["phase_results_processors"] = new JsonArray(options.Joining == Joining.Ranks ? SearchProcessors.Ranks() : SearchProcessors.Scores());
            if (options.Explain)
            {
                pipeline["response_processors"] = new JsonArray(SearchProcessors.Explanation());
            }
        }

        return pipeline.Count > 0 ? pipeline : null;
    }
}
