using System.Diagnostics;
using System.Net.Mime;
using System.Text.Json;
using KoSparse.Search.Queries;
using KoSparse.Search.Segments;
using KoSparse.Search.Snippets;
using KoSparse.Serving.Faults;
using KoSparse.Serving.Requests;
using KoSparse.Serving.Telemetry;
using KoSparse.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KoSparse.Serving.Contracts;

/// <summary><c>POST /search</c>: documents for a question, with what each term and word gives to the score.</summary>
internal static class Searches
{
    private const int Hits = 10;

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes, DocumentSearch search, Tokenizer tokenizer, RequestLimits limits) => routes.MapPost("/search", async (HttpContext context) =>
    {
        JsonElement body = await JsonBody.ReadAsync(context.Request);
        string question = JsonBody.Member(body, "query") is { } asked ? JsonBody.Text(asked, "query") : throw ServiceException.Malformed("`query` is missing: the question.");
        if (question.Length > limits.TextLength)
        {
            throw ServiceException.TooLarge($"A question of {question.Length:N0} characters is longer than the {limits.TextLength:N0} that are read.");
        }

        int count = JsonBody.Count(body, "k", limits.Hits) ?? Hits;
        SearchedField field = Field(body);
        DateTime began = DateTime.UtcNow;
        IReadOnlyList<FoundDocument> found = search.Search(question, count, field, Filters(body));
        Spans.Searched(Activity.Current?.Context ?? default, began, $"{field}", found.Count, found.SelectMany(hit => hit.Terms).DistinctBy(term => term.TokenId).Count());
        return Answers.Json(new
        {
            hits = found.Select(hit => new
            {
                id = hit.Document.Id,
                title = hit.Document.Title,
                text = hit.Document.Text,
                score = hit.Score,
                terms = hit.Terms.Select(term => new { token = tokenizer.Vocabulary[term.TokenId], share = term.Contribution }),
                words = hit.Words.Select(word => new { word = word.Word, share = word.Contribution }),
                ranks = hit.Ranks.Select(rank => new { by = rank.Field == SearchedField.Text ? "text" : "sparse", rank = rank.Rank, share = rank.Contribution }),
                passage = Passage(hit, tokenizer),
            }),
        });
    }).Accepts<Question>(MediaTypeNames.Application.Json).WithTags("Search").WithDescription("Documents for a question, with what makes each score.");

    /// <summary>Where the document says it, and the places of what matched, in UTF-16 units as browsers count them.</summary>
    private static object Passage(FoundDocument hit, Tokenizer tokenizer)
    {
        Snippet snippet = Snippet.Of(
            hit.Document.Text,
            tokenizer,
            hit.Terms.ToDictionary(term => term.TokenId, term => term.Contribution),
            words: hit.Words.ToDictionary(word => word.Word, word => word.Contribution, StringComparer.Ordinal));
        return new { text = snippet.Text, matches = snippet.Matches.Select(match => new[] { match.Start, match.Length }), snippet.CutBefore, snippet.CutAfter };
    }

    /// <summary>What is asked, for those who read the description of the service.</summary>
    private sealed record Question(string Query, int? K, string? By, Dictionary<string, string>? Filters);

    private static SearchedField Field(JsonElement body) => JsonBody.Member(body, "by") is not { } by ? SearchedField.Vectors : JsonBody.Text(by, "by") switch
    {
        "sparse" or "vectors" => SearchedField.Vectors,
        "text" => SearchedField.Text,
        "hybrid" or "both" => SearchedField.Both,
        _ => throw ServiceException.Malformed("`by` must be sparse, text or hybrid."),
    };

    private static KeywordFilter[] Filters(JsonElement body) => JsonBody.Member(body, "filters") is not { } filters ? []
        : filters.ValueKind == JsonValueKind.Object
            ? [.. filters.EnumerateObject().Select(filter => Filter(filter.Name, JsonBody.Text(filter.Value, $"filters.{filter.Name}")))]
            : throw ServiceException.Malformed("`filters` must be an object of fields and their values.");

    private static KeywordFilter Filter(string field, string value) => field.Length > 0 && value.Length <= KeywordFilter.LongestValue ? new KeywordFilter(field, value)
        : throw ServiceException.Malformed($"`filters` must have names, and values of at most {KeywordFilter.LongestValue} characters.");
}
