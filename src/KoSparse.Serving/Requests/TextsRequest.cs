using System.Text.Json;
using KoSparse.Serving.Batching;
using KoSparse.Serving.Faults;
using Microsoft.AspNetCore.Http;

namespace KoSparse.Serving.Requests;

/// <summary>Texts to do something with: <c>{"inputs": "…" or ["…"]}</c>, where <c>input</c> and a list by itself do as well.</summary>
/// <param name="Texts">The texts.</param>
/// <param name="Kind">What they are, if the body says it: <c>prompt_name</c> of text-embeddings-inference, <c>input_type</c> of Elasticsearch.</param>
/// <param name="Body">All that was sent.</param>
internal sealed record TextsRequest(IReadOnlyList<string> Texts, TextKind? Kind, JsonElement Body)
{
    private static readonly string[] Names = ["inputs", "input"];
    private static readonly string[] KindNames = ["prompt_name", "input_type"];

    /// <summary>Reads it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limits">How much it may ask for.</param>
    /// <exception cref="ServiceException">It asks for nothing, for too much, or for what is not known.</exception>
    public static async Task<TextsRequest> ReadAsync(HttpRequest request, RequestLimits limits)
    {
        JsonElement body = await JsonBody.ReadAsync(request);
        JsonElement inputs = body.ValueKind == JsonValueKind.Array ? body
            : Names.Select(name => JsonBody.Member(body, name)).FirstOrDefault(value => value is not null)
            ?? throw ServiceException.Malformed("`inputs` is missing: a text, or a list of texts.");
        string[] texts = inputs.ValueKind == JsonValueKind.Array
            ? [.. inputs.EnumerateArray().Take(limits.Texts + 1).Select(text => JsonBody.Text(text, "inputs"))]
            : [JsonBody.Text(inputs, "inputs")];
        if (texts.Length == 0)
        {
            throw ServiceException.Empty("`inputs` cannot be empty.");
        }

        if (texts.Length > limits.Texts)
        {
            throw ServiceException.TooLarge($"{inputs.GetArrayLength():N0} texts are more than the {limits.Texts:N0} of one request.");
        }

        return texts.FirstOrDefault(text => text.Length > limits.TextLength) is { } longest
            ? throw ServiceException.TooLarge($"A text of {longest.Length:N0} characters is longer than the {limits.TextLength:N0} that are read.")
            : new TextsRequest(texts, KindOf(body), body);
    }

    private static TextKind? KindOf(JsonElement body)
    {
        foreach (string name in KindNames)
        {
            if (JsonBody.Member(body, name) is { } value)
            {
                return JsonBody.Text(value, name).ToLowerInvariant() switch
                {
                    "query" or "search" => TextKind.Query,
                    "document" or "passage" or "ingest" => TextKind.Document,
                    _ => throw ServiceException.Malformed($"`{name}` must be query or document."),
                };
            }
        }

        return null;
    }
}
