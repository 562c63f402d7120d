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
    public static async Task<JsonElement> ReadAsync(HttpRequest request)
    {
        using JsonDocument body = await JsonDocument.ParseAsync(
            request.Body, new JsonDocumentOptions { MaxDepth = Depth }, request.HttpContext.RequestAborted);
        return body.RootElement.Clone();
    }

    /// <summary>A text: half of a surrogate pair by itself is none.</summary>
    /// <exception cref="ServiceException">It is not a text.</exception>
    public static string Text(JsonElement value, string name)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw ServiceException.Malformed($"`{name}` must be text.");
        }
        catch (InvalidOperationException)
        {
            throw ServiceException.Malformed($"`{name}` holds half of a surrogate pair, which is no Unicode text.");
        }
    }

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
}
