using KoSparse.Serving.Batching;
using KoSparse.Serving.Page;
using KoSparse.Serving.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KoSparse.Serving.Contracts;

/// <summary>What the service is, and whether it is well: <c>GET /info</c> and <c>GET /health</c>, as of text-embeddings-inference.</summary>
internal static class Facts
{
    private const string Tag = "Service";

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes, ServedModel model, int? documents, RequestLimits limits, int mostRequests, IReadOnlyDictionary<string, string> links)
    {
        routes.MapGet("/health", () => Results.Ok()).WithTags(Tag).WithDescription("Whether the service is well.");
        routes.MapGet("/info", () => Answers.Json(new
        {
            model_id = model.Name,
            model_type = new { embedding = new { pooling = "splade" } },
            max_input_length = model.Config.Encode.MaxLength,
            max_windows = model.Config.Encode.MaxWindows,
            max_client_batch_size = limits.Texts,
            max_concurrent_requests = mostRequests,
            auto_truncate = true,
            documents,
            links,
            version = ServiceDescription.Version,
        })).WithTags(Tag).WithDescription("What the service is.");
    }
}
