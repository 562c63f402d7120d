using KoSparse.Encoding.Origins;
using KoSparse.Serving.Batching;
using KoSparse.Serving.Requests;
using Microsoft.AspNetCore.Routing;

namespace KoSparse.Serving.Contracts;

/// <summary><c>POST /inspect</c>: the terms of each text, heaviest first, with where each comes from and its language. The page asks it.</summary>
internal static class Inspections
{
    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder group, ServedModel model, RequestLimits limits, TextKind kind) => TextRoute.Map(
        group, "/inspect", "Terms with where each comes from, heaviest first.", limits, kind, async (request, asked, stop) =>
    {
        IReadOnlyList<SourcedTerm>[] texts = await Task.WhenAll(request.Texts.Select(text => model.ExplainAsync(asked, text, stop)));
        return Answers.Json(texts.Select(terms => terms.Select(term => new
        {
            token = model.Tokenizer.Vocabulary[term.TokenId],
            weight = term.Weight,
            source = term.Source.ToString().ToLowerInvariant(),
            language = model.ClassOf(term.TokenId).ToString().ToLowerInvariant(),
        })));
    });
}
