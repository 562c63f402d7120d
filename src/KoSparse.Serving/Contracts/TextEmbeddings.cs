using KoSparse.Serving.Batching;
using KoSparse.Serving.Faults;
using KoSparse.Serving.Requests;
using KoSparse.Vectors;
using Microsoft.AspNetCore.Routing;

namespace KoSparse.Serving.Contracts;

/// <summary>What clients of text-embeddings-inference (1.9) ask: <c>POST /embed_sparse</c> gives a list of <c>{"index", "value"}</c> for each text.</summary>
internal static class TextEmbeddings
{
    /// <summary>Adds the route to a group.</summary>
    public static void Map(IEndpointRouteBuilder group, ServedModel model, RequestLimits limits, TextKind kind) => TextRoute.Map(
        group, "/embed_sparse", "Vectors, as text-embeddings-inference gives them.", limits, kind, async (request, asked, stop) =>
    {
        if (request.Texts.Any(text => text.Length == 0))
        {
            throw ServiceException.Empty("`inputs` cannot be empty.");
        }

        if (JsonBody.Truth(request.Body, "truncate") == false && request.Texts.Select(model.LeftOut).Max() is var left and > 0)
        {
            throw ServiceException.TooLarge($"`inputs` must fit the model's windows: {left:N0} tokens are beyond them. Leave out `truncate`, or cut the text.");
        }

        IReadOnlyList<SparseVector> vectors = await model.EncodeAsync(asked, request.Texts, stop);
        return Answers.Json(vectors.Select(vector => vector.Terms().Select(term => new Term(term.TokenId, term.Weight))));
    });

    /// <summary>A term as this contract has it.</summary>
    private readonly record struct Term(int Index, float Value);
}
