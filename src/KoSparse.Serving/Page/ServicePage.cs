using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KoSparse.Serving.Page;

/// <summary>The page for people: search an index, look into vectors, compare two. All of it comes from the service itself.</summary>
internal static class ServicePage
{
    /// <summary>The browser runs what this service sent, and asks nobody else.</summary>
    private const string Policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>Its addresses, which hold no secrets.</summary>
    public static IReadOnlyList<string> Paths { get; } = ["/", "/page.js"];

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        MapFile(routes, Paths[0], "page.html", "text/html; charset=utf-8");
        MapFile(routes, Paths[1], "page.js", "text/javascript; charset=utf-8");
    }

    private static void MapFile(IEndpointRouteBuilder routes, string path, string name, string type)
    {
        using StreamReader reader = new(typeof(ServicePage).Assembly.GetManifestResourceStream(name)!);
        string content = reader.ReadToEnd();
        routes.MapGet(path, (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            return Results.Content(content, type);
        }).ExcludeFromDescription();
    }
}
