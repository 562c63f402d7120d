using System.Net.Mime;
using KoSparse.Serving.Batching;
using KoSparse.Serving.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KoSparse.Serving.Contracts;

/// <summary>A route that takes texts and gives what a model makes of them; contracts differ in the form of the answer.</summary>
internal static class TextRoute
{
    /// <summary>Adds it.</summary>
    /// <param name="group">Whose texts are of one kind unless a body says otherwise.</param>
    /// <param name="address">Within the group.</param>
    /// <param name="description">For those who read what can be asked.</param>
    /// <param name="limits">How much a request may ask for.</param>
    /// <param name="kind">What the group's texts are.</param>
    /// <param name="answer">Given the request, what its texts are, and when nobody waits any more.</param>
    public static void Map(
        IEndpointRouteBuilder group, string address, string description, RequestLimits limits, TextKind kind, Func<TextsRequest, TextKind, CancellationToken, Task<IResult>> answer) =>
        group.MapPost(address, async (HttpContext context) =>
        {
            TextsRequest request = await TextsRequest.ReadAsync(context.Request, limits);
            return await answer(request, request.Kind ?? kind, context.RequestAborted);
        }).Accepts<TextsBody>(MediaTypeNames.Application.Json).WithTags("Vectors").WithDescription(description);
}
