using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace KoSparse.OpenSearch;

/// <summary>One request to a cluster.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Path">Path and query below the cluster's root, escaped, without a slash at its start.</param>
/// <param name="Body">What is sent; null sends nothing.</param>
public sealed record ClusterRequest(HttpMethod Method, string Path, ReadOnlyMemory<byte>? Body = null)
{
    private const string Lines = "application/x-ndjson";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>What the body is. Also chunks of a model are JSON to ml-commons, which answers 406 to anything else.</summary>
    /// <value>The default is <c>application/json</c>.</value>
    public string ContentType { get; private init; } = "application/json";

    /// <summary>Whether it does the same when it is done twice; others are not sent again where nobody knows whether they arrived.</summary>
    /// <value>The default is true.</value>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>Asks for something.</summary>
    public static ClusterRequest Get(string path) => new(HttpMethod.Get, path);

    /// <summary>Sends JSON, or nothing.</summary>
    public static ClusterRequest Post(string path, JsonNode? body = null) => new(HttpMethod.Post, path, Bytes(body));

    /// <summary>Puts JSON in a place.</summary>
    public static ClusterRequest Put(string path, JsonNode body) => new(HttpMethod.Put, path, Bytes(body));

    /// <summary>Removes what stands in a place.</summary>
    public static ClusterRequest Delete(string path) => new(HttpMethod.Delete, path);

    /// <summary>Sends lines of JSON, as <c>_bulk</c> takes them.</summary>
    public static ClusterRequest Bulk(string path, ReadOnlyMemory<byte> lines) => new(HttpMethod.Post, path, lines) { ContentType = Lines };

    /// <summary>A name as a part of a path.</summary>
    public static string Escaped(string name) => Uri.EscapeDataString(name);

    /// <summary>The request as a command for a shell, without who asks.</summary>
    public string ToCurl(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        string body = Body is { } bytes ? $" -H 'Content-Type: {ContentType}' -d '{System.Text.Encoding.UTF8.GetString(bytes.Span).Replace("'", @"'\''", StringComparison.Ordinal)}'" : "";
        return $"curl -X {Method} '{new Uri(address, Path).AbsoluteUri.Replace("'", "%27", StringComparison.Ordinal)}'{body}";
    }

    /// <summary>The request as it is sent once, without who asks.</summary>
    internal HttpRequestMessage ToMessage(Uri address)
    {
        HttpRequestMessage message = new(Method, new Uri(address, Path));
        if (Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(ContentType) } };
        }

        message.Options.Set(Sending.IsRepeatable, IsRepeatable);
        return message;
    }

    private static ReadOnlyMemory<byte>? Bytes(JsonNode? body) => body is null ? null : System.Text.Encoding.UTF8.GetBytes(body.ToJsonString(Readable));
}
