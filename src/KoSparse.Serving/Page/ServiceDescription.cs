using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Scalar.AspNetCore;

namespace KoSparse.Serving.Page;

/// <summary>What can be asked of the service: OpenAPI at <c>/openapi/v1.json</c>, and a page to read and try it at <c>/docs</c>.</summary>
internal static class ServiceDescription
{
    private const string Address = "/docs";

    /// <summary>The page's scripts come from the service, and ask nobody else.</summary>
    private const string Policy = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The page's own grey and green are too pale to read, and its smallest letters too small.</summary>
    private const string Style = """
        .light-mode { --scalar-color-3: #6b6b6b; --scalar-color-green: #00744a; }
        .dark-mode { --scalar-color-3: #929292; }
        .sidebar-heading-type { font-size: 11px !important; }
        """;

    private const string Language = "<script>document.documentElement.lang = 'en'</script>";

    /// <summary>Adds what describes the routes.</summary>
    public static void Add(IServiceCollection services) => services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "KoSparse";
        document.Info.Version = Version;
        document.Info.Description = "Sparse vectors of texts, for clients of text-embeddings-inference, OpenSearch, Elasticsearch and people. Questions are encoded otherwise than documents: ask below /query, or send `\"prompt_name\": \"query\"`.";
        return Task.CompletedTask;
    }));

    /// <summary>Adds the routes, without what of the page asks others: its telemetry, its assistant and its tools for developers.</summary>
    public static void Map(WebApplication server)
    {
        server.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(Address, StringComparison.Ordinal))
            {
                context.Response.Headers.ContentSecurityPolicy = Policy;
            }

            return next(context);
        });
        server.MapOpenApi();
        server.MapScalarApiReference(Address, page => page.WithTitle("KoSparse").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools().HideClientButton()
            .WithCustomCss(Style).AddHeadContent(Language));
    }

    /// <summary>Of this library.</summary>
    public static string Version { get; } =
        typeof(ServiceDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
