using KoSparse.Serving.Batching;
using KoSparse.Serving.Requests;
using Microsoft.AspNetCore.Routing;

namespace KoSparse.Serving.Contracts;

/// <summary>What Elasticsearch's custom inference service reads: <c>POST /elasticsearch</c> gives <c>{"data": [{"tokens": […], "weights": […]}]}</c>.</summary>
internal static class ElasticsearchLists
{
    /// <summary>Adds the route to a group.</summary>
    public static void Map(IEndpointRouteBuilder group, ServedModel model, RequestLimits limits, TextKind kind) => TextRoute.Map(
        group, "/elasticsearch", "Vectors, as Elasticsearch's custom inference service reads them.", limits, kind, async (request, asked, stop) =>
    {
        var vectors = await model.EncodeAsync(asked, request.Texts, stop);
        return Answers.Json(new
        {
            data = vectors.Select(vector => new
            {
                tokens = vector.TokenIds.ToArray().Select(id => model.Tokenizer.Vocabulary[id]),
                weights = vector.Weights.ToArray(),
            }),
        });
    });
}
