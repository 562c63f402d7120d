using System.Net;
using System.Text.Json;
using KoSparse.Text;

namespace KoSparse.Hub;

/// <summary>Turns an answer other than success into what the user can do about it.</summary>
internal static class HubRefusal
{
    /// <summary>The exception of an answer; of the address only host and path are told, since queries can hold signatures; of the reason nothing that the request kept secret.</summary>
    public static async Task<HubException> OfAsync(HttpResponseMessage response, HubToken? token, CancellationToken stop)
    {
        Uri address = response.RequestMessage!.RequestUri!;
        string reason = await ReasonAsync(response, token, stop);
        string advice = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => "Set HF_TOKEN to a valid token, or log in with 'hf auth login'. A repository that does not exist answers like this, too: check the name.",
            HttpStatusCode.Forbidden => "The token may not do this: accept the model's terms on its page, or use a token with write access.",
            HttpStatusCode.NotFound => "Check the name of the repository; a private one needs HF_TOKEN.",
            HttpStatusCode.TooManyRequests => "The Hub asks for a pause: try again later.",
            HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => "The repository changed meanwhile: try again.",
            >= HttpStatusCode.InternalServerError => "The Hub has a fault: try again later; what was transferred is kept.",
            _ => "Check the name and the token, and try again.",
        };
        return new HubException($"{address.Host}{address.AbsolutePath}: {(int)response.StatusCode} {reason}. {advice}", response.StatusCode);
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage response, HubToken? token, CancellationToken stop)
    {
        string reason = response.Headers.TryGetValues("X-Error-Message", out IEnumerable<string>? values)
            ? string.Join(' ', values)
            : await ErrorOfBodyAsync(response, stop) ?? response.ReasonPhrase ?? "";
        return ForeignText.Sentence(token is null ? reason : reason.Replace(token.Value, token.ToString(), StringComparison.Ordinal)).TrimEnd('.');
    }

    private static async Task<string?> ErrorOfBodyAsync(HttpResponseMessage response, CancellationToken stop)
    {
        try
        {
            await using Stream body = await response.Content.ReadAsStreamAsync(stop);
            byte[] start = new byte[4096];
            int length = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, stop);
            using JsonDocument document = JsonDocument.Parse(start.AsMemory(0, length));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out JsonElement error)
                && error.ValueKind == JsonValueKind.String ? error.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or IOException or HttpRequestException)
        {
            return null; // no reason was given; the status says enough
        }
    }
}
