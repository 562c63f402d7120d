using System.Net.Mime;
using KoSparse.Serving.Batching;
using KoSparse.Serving.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KoSparse.Serving.Contracts;

/// <summary>What a connector of OpenSearch's ml-commons reads: <c>POST /opensearch</c> gives a map of token and weight for each text.</summary>
internal static class OpenSearchMaps
{
    /// <summary>Adds the route to a group.</summary>
    public static void Map(IEndpointRouteBuilder group, ServedModel model, RequestLimits limits, TextKind kind) => group.MapPost("/opensearch", async (HttpContext context) =>
    {
        TextsRequest request = await TextsRequest.ReadAsync(context.Request, limits);
        var vectors = await model.EncodeAsync(request.Kind ?? kind, request.Texts, context.RequestAborted);
        return Answers.Json(vectors.Select(vector => vector.Terms().ToDictionary(term => model.Tokenizer.Vocabulary[term.TokenId], term => term.Weight)));
    }).Accepts<TextsBody>(MediaTypeNames.Application.Json).WithTags("Vectors").WithDescription("Vectors, as a connector of OpenSearch's ml-commons reads them.");
}
