using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Serialization;
using KoSparse.Serving.Faults;
using KoSparse.Serving.Requests;
using KoSparse.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KoSparse.Serving.Contracts;

/// <summary>Texts as tokens and back, as text-embeddings-inference has them: <c>POST /tokenize</c> and <c>POST /decode</c>. Places are code points.</summary>
internal static class Tokens
{
    private const int MostIds = 100_000;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes, Tokenizer tokenizer, RequestLimits limits)
    {
        routes.MapPost("/tokenize", async (HttpContext context) =>
        {
            TextsRequest request = await TextsRequest.ReadAsync(context.Request, limits);
            int length = request.Texts.Sum(text => text.Length);
            if (length > limits.TextLength)
            {
                throw ServiceException.TooLarge($"Texts of {length:N0} characters are longer together than the {limits.TextLength:N0} whose tokens one answer has. Send fewer at once."); // a character of one byte is 70 in the answer
            }

            bool special = JsonBody.Truth(request.Body, "add_special_tokens") ?? true;
            return Answers.Json(request.Texts.Select(text => PlacedToken.Of(tokenizer, text)
                .Where(token => special || !token.IsSpecial)
                .Select(token => new
                {
                    id = token.Id,
                    text = tokenizer.Vocabulary[token.Id],
                    special = token.IsSpecial,
                    start = token.IsSpecial ? (int?)null : token.Begin,
                    stop = token.IsSpecial ? (int?)null : token.End,
                })));
        }).Accepts<TextsBody>(MediaTypeNames.Application.Json).WithTags("Tokens").WithDescription("Texts as tokens, with their places in code points.");
        routes.MapPost("/decode", async (HttpContext context) =>
        {
            JsonElement body = await JsonBody.ReadAsync(context.Request);
            JsonElement ids = JsonBody.Member(body, "ids") is { ValueKind: JsonValueKind.Array } list ? list : throw ServiceException.Malformed("`ids` is missing: a list of token ids, or a list of such lists.");
            bool skip = JsonBody.Truth(body, "skip_special_tokens") ?? true;
            JsonElement[] texts = ids.EnumerateArray().All(id => id.ValueKind == JsonValueKind.Array) ? [.. ids.EnumerateArray()] : [ids];
            int count = texts.Sum(text => text.GetArrayLength());
            return count <= MostIds ? Answers.Json(texts.Select(text => Decoded(tokenizer, text, skip)))
                : throw ServiceException.TooLarge($"{count:N0} ids are more than the {MostIds:N0} that one answer has. Send fewer at once.");
        }).Accepts<Ids>(MediaTypeNames.Application.Json).WithTags("Tokens").WithDescription("Token ids as text.");
    }

    /// <summary>What is asked, for those who read the description of the service.</summary>
    private sealed record Ids([property: JsonPropertyName("ids")] int[][] Lists, [property: JsonPropertyName("skip_special_tokens")] bool? SkipSpecialTokens);

    private static string Decoded(Tokenizer tokenizer, JsonElement list, bool skip)
    {
        IEnumerable<int> ids = list.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int id) && id >= 0 && id < tokenizer.Vocabulary.Count
            ? id : throw ServiceException.Tokenizer($"`ids` must be whole numbers from 0 to {tokenizer.Vocabulary.Count - 1}."));
        return string.Concat(ids
            .Where(id => !skip || !tokenizer.SpecialTokens.All.Contains(id))
            .Select(id => (tokenizer.BeginsWord(id) ? " " : "") + tokenizer.LettersOf(id))).TrimStart();
    }
}
