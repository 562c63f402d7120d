using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace KoSparse.OpenSearch.Tests.Nodes;

/// <summary>Stands for a server of 3.x, of which none is here: one index, <c>docs</c>, after what OpenSearch's documentation says, faults included. No evidence of a real one.</summary>
internal abstract class ThirdCluster(Version version)
{
    private JsonObject? _index;

    protected Version Version => version;

    /// <summary>Settings and mappings, as they were asked for.</summary>
    protected JsonObject Index => _index!;

    /// <summary>By their ids.</summary>
    protected ConcurrentDictionary<string, JsonElement> Documents { get; } = new(StringComparer.Ordinal);

    /// <summary>Starts answering.</summary>
    protected Task<FakeCluster> ListenAsync() => FakeCluster.StartAsync((context, _) => AnswerAsync(context));

    /// <summary>Refuses an index, or completes what was asked for.</summary>
    protected abstract void Make(JsonObject wanted);

    /// <summary>Why a document is refused; null where it is taken.</summary>
    protected abstract string? FaultOf(JsonElement document);

    /// <summary>The hits of a search, best first.</summary>
    protected abstract IEnumerable<JsonObject> Hits(JsonElement body);

    /// <summary>Answers of ml-commons; null where there is nothing.</summary>
    protected virtual JsonNode? Model(string method, string path, string body) => null;

    protected static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new NotSupportedException(otherwise);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        string body = await new StreamReader(context.Request.Body).ReadToEndAsync();
        try
        {
            JsonNode? answer = Answer(context.Request.Method, context.Request.Path.Value!, body);
            await FakeCluster.AnswerAsync(context, answer is null ? 404 : 200, (answer ?? new JsonObject()).ToJsonString());
        }
        catch (NotSupportedException fault)
        {
            await FakeCluster.AnswerAsync(context, 400, new JsonObject { ["error"] = Error(fault.Message) }.ToJsonString());
        }
    }

    private JsonNode? Answer(string method, string path, string body) => (method, path.Split('/')[^1]) switch
    {
        _ when path.StartsWith("/_plugins/_ml/", StringComparison.Ordinal) => Model(method, path["/_plugins/_ml/".Length..], body),
        ("GET", "") => new JsonObject { ["version"] = new JsonObject { ["number"] = $"{version}", ["distribution"] = "opensearch" } },
        ("GET", "plugins") => JsonNode.Parse("""{"nodes":{"a":{"plugins":[{"name":"opensearch-neural-search"},{"name":"opensearch-ml"}]}}}"""),
        ("GET", "health") => JsonNode.Parse("""{"status":"green"}"""),
        ("GET", "jvm,fs,os" or "settings") => new JsonObject(),
        ("GET", "docs") => _index is null ? null : new JsonObject { ["docs"] = _index.DeepClone() },
        ("PUT", "docs") => Made(JsonNode.Parse(body)!.AsObject()),
        ("POST", "_bulk") => new JsonObject { ["items"] = new JsonArray([.. body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Chunk(2).Select(Taken)]) },
        ("POST", "_refresh") => new JsonObject(),
        ("GET", "_count") => new JsonObject { ["count"] = Documents.Count },
        ("POST", "_search") => new JsonObject { ["hits"] = new JsonObject { ["hits"] = new JsonArray([.. Hits(JsonElement.Parse(body))]) } },
        _ => throw new NotSupportedException($"no handler found for {method} {path}"),
    };

    private JsonObject Made(JsonObject wanted)
    {
        Make(wanted);
        _index = wanted.DeepClone().AsObject();
        return new() { ["acknowledged"] = true };
    }

    private JsonObject Taken(string[] lines)
    {
        string id = JsonElement.Parse(lines[0]).TextAt("index", "_id")!;
        JsonElement document = JsonElement.Parse(lines[1]);
        string? fault = FaultOf(document);
        JsonObject item = new() { ["_id"] = id, ["status"] = fault is null ? 201 : 400 };
        if (fault is null)
        {
            Documents[id] = document;
        }
        else
        {
            item["error"] = Error(fault);
        }

        return new() { ["index"] = item };
    }

    private static JsonObject Error(string reason) => new() { ["type"] = "illegal_argument_exception", ["reason"] = reason };
}
