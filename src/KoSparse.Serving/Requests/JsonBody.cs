using System.Text.Json;
using KoSparse.Serving.Faults;
using Microsoft.AspNetCore.Http;

namespace KoSparse.Serving.Requests;

/// <summary>The JSON of a request, read as strictly as that of a file.</summary>
internal static class JsonBody
{
    private const int Depth = 8;

    /// <summary>Reads it.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="JsonException">It is no JSON, or nested deeply.</exception>
    /// <exception cref="ServiceException">A name or a text in it is no Unicode.</exception>
    public static async Task<JsonElement> ReadAsync(HttpRequest request)
    {
        using JsonDocument body = await JsonDocument.ParseAsync(
            request.Body, new JsonDocumentOptions { MaxDepth = Depth }, request.HttpContext.RequestAborted);
        try
        {
            ReadTexts(body.RootElement);
        }
        catch (InvalidOperationException)
        {
            throw ServiceException.Malformed("The body holds half of a surrogate pair, which is no Unicode text.");
        }

        return body.RootElement.Clone();
    }

    /// <summary>A text.</summary>
    /// <exception cref="ServiceException">It is none.</exception>
    public static string Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw ServiceException.Malformed($"`{name}` must be text.");

    /// <summary>A member of an object, if it is there and not null.</summary>
    public static JsonElement? Member(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A yes or no, if it is there.</summary>
    /// <exception cref="ServiceException">It is neither.</exception>
    public static bool? Truth(JsonElement body, string name) => Member(body, name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw ServiceException.Malformed($"`{name}` must be true or false.");

    /// <summary>A whole number from 1 on, if it is there.</summary>
    /// <exception cref="ServiceException">It is none, or too large.</exception>
    public static int? Count(JsonElement body, string name, int most) => Member(body, name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int count) && count >= 1 && count <= most
            ? count : throw ServiceException.Malformed($"`{name}` must be a whole number from 1 to {most}.");

    /// <summary>Reads every name and text once: half of a surrogate pair, escaped, passes the parser and is told only when it is read.</summary>
    private static void ReadTexts(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    _ = member.Name;
                    ReadTexts(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement element in value.EnumerateArray())
                {
                    ReadTexts(element);
                }

                break;
            case JsonValueKind.String:
                _ = value.GetString();
                break;
            default:
                break;
        }
    }
}
