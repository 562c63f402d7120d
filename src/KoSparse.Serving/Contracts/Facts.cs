using System.Reflection;
using KoSparse.Serving.Batching;
using KoSparse.Serving.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KoSparse.Serving.Contracts;

/// <summary>What the service is, and whether it is well: <c>GET /info</c> and <c>GET /health</c>, as of text-embeddings-inference.</summary>
internal static class Facts
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes, ServedModel model, int? documents, RequestLimits limits, int mostRequests, IReadOnlyDictionary<string, string> links)
    {
        string version = typeof(Facts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
        routes.MapGet("/health", () => Results.Ok());
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
            version,
        }));
    }
}
