using System.Net;
using System.Text.Json;
using KoSparse.Text;

namespace KoSparse.OpenSearch;

/// <summary>Turns an answer other than success into what the user can do about it.</summary>
internal static class ClusterRefusal
{
    private const int DeepestCause = 10;

    /// <summary>The exception of an answer: place, status and the innermost reason, of which nothing is told that the request kept secret.</summary>
    public static OpenSearchException Of(ClusterEndpoint endpoint, ClusterRequest request, HttpResponseMessage response, byte[] body)
    {
        string reason = ReasonOf(body) ?? response.ReasonPhrase ?? "";
        string shown = ForeignText.Sentence(endpoint.Credential?.Conceal(reason) ?? reason).TrimEnd('.');
        string path = ForeignText.Sentence(request.Path.Split('?')[0]);
        return new OpenSearchException($"{endpoint.Address.Authority}: {request.Method} /{path}: {(int)response.StatusCode} {shown}. {(WriteBlock.Is(ErrorOf(body), response.StatusCode) ? WriteBlock.Advice : AdviceOn(response.StatusCode, endpoint))}", response.StatusCode);
    }

    /// <summary>The reason in an error of OpenSearch: that of its innermost cause, after the outer one where they differ.</summary>
    /// <param name="error">The value of <c>error</c>: an object, or a text.</param>
    public static string? ReasonOf(JsonElement error)
    {
        if (error.ValueKind == JsonValueKind.String)
        {
            return error.GetString();
        }

        JsonElement inner = error.ItemsAt("failed_shards") is [{ } shard, ..] ? shard.At("reason") ?? error : error; // of a search that failed everywhere
        for (int depth = 0; depth < DeepestCause && inner.At("caused_by") is { ValueKind: JsonValueKind.Object } cause; depth++)
        {
            inner = cause;
        }

        string? outer = error.TextAt("reason");
        string? innermost = inner.TextAt("reason");
        return innermost is null || innermost == outer ? outer : outer is null ? innermost : $"{outer}: {innermost}";
    }

    private static string? ReasonOf(byte[] body) => Parsed(body) is { } answer ? answer.At("error") is { } error ? ReasonOf(error) : answer.TextAt("message") : null;

    private static JsonElement? ErrorOf(byte[] body) => Parsed(body)?.At("error");

    private static JsonElement? Parsed(byte[] body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return null; // of a proxy; the status says enough
        }
    }

    private static string AdviceOn(HttpStatusCode status, ClusterEndpoint endpoint) => status switch
    {
        HttpStatusCode.Unauthorized when endpoint.Credential is null => "Say who asks: KOSPARSE_OPENSEARCH_USER and _PASSWORD, or KOSPARSE_OPENSEARCH_HEADER.",
        HttpStatusCode.Unauthorized => "The cluster does not know this user or key.",
        HttpStatusCode.Forbidden => "This user may not do that: ask who runs the cluster for the right.",
        HttpStatusCode.NotFound => "Check the name.",
        HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => "The cluster is busy or not ready: try again later.",
        HttpStatusCode.RequestEntityTooLarge => "Send less at once.",
        >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => "It sends elsewhere, where no credential goes: name that address with --url.",
        _ => "'kosparse opensearch doctor' says what the cluster can do.",
    };
}
