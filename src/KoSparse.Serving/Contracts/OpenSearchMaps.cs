using KoSparse.Serving.Batching;
using KoSparse.Serving.Requests;
using Microsoft.AspNetCore.Routing;

namespace KoSparse.Serving.Contracts;

/// <summary>What a connector of OpenSearch's ml-commons reads: <c>POST /opensearch</c> gives a map of token and weight for each text.</summary>
internal static class OpenSearchMaps
{
    /// <summary>Adds the route to a group.</summary>
    public static void Map(IEndpointRouteBuilder group, ServedModel model, RequestLimits limits, TextKind kind) => TextRoute.Map(
        group, "/opensearch", "Vectors, as a connector of OpenSearch's ml-commons reads them.", limits, kind, async (request, asked, stop) =>
    {
        var vectors = await model.EncodeAsync(asked, request.Texts, stop);
        return Answers.Json(vectors.Select(vector => vector.Terms().ToDictionary(term => model.Tokenizer.Vocabulary[term.TokenId], term => term.Weight)));
    });
}
