using System.Net.Mime;
using KoSparse.Serving.Batching;
using KoSparse.Serving.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KoSparse.Serving.Contracts;

/// <summary>What Elasticsearch's custom inference service reads: <c>POST /elasticsearch</c> gives <c>{"data": [{"tokens": […], "weights": […]}]}</c>.</summary>
internal static class ElasticsearchLists
{
    /// <summary>Adds the route to a group.</summary>
    public static void Map(IEndpointRouteBuilder group, ServedModel model, RequestLimits limits, TextKind kind) => group.MapPost("/elasticsearch", async (HttpContext context) =>
    {
        TextsRequest request = await TextsRequest.ReadAsync(context.Request, limits);
        var vectors = await model.EncodeAsync(request.Kind ?? kind, request.Texts, context.RequestAborted);
        return Answers.Json(new
        {
            data = vectors.Select(vector => new
            {
                tokens = vector.TokenIds.ToArray().Select(id => model.Tokenizer.Vocabulary[id]),
                weights = vector.Weights.ToArray(),
            }),
        });
    }).Accepts<TextsBody>(MediaTypeNames.Application.Json).WithTags("Vectors").WithDescription("Vectors, as Elasticsearch's custom inference service reads them.");
}
