using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;
using KoSparse.Encoding;
using KoSparse.Search.Queries;
using KoSparse.Serving.Access;
using KoSparse.Serving.Batching;
using KoSparse.Serving.Contracts;
using KoSparse.Serving.Faults;
using KoSparse.Serving.Page;
using KoSparse.Serving.Servers;
using KoSparse.Serving.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KoSparse.Serving;

/// <summary>A model, and an index if there is one, as a service: one port, and the contracts of text-embeddings-inference, OpenSearch and Elasticsearch.</summary>
public static class SparseService
{
    private static readonly HashSet<string> Open = new(["/health", .. ServicePage.Paths], StringComparer.Ordinal);

    private static readonly (string Prefix, TextKind Kind)[] Groups = [("", TextKind.Document), ("/document", TextKind.Document), ("/query", TextKind.Query)];

    /// <summary>Makes the service; it answers once it is started. What waits is answered before it ends.</summary>
    /// <param name="model">The model; disposed by its owner, after the service.</param>
    /// <param name="search">Searches an index that was built with the model; null without one.</param>
    /// <param name="options">How much it takes on, and from whom.</param>
    /// <param name="server">Where it listens.</param>
    public static WebApplication Create(OpenModel model, DocumentSearch? search, ServiceOptions options, ServerOptions server)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        WebApplicationBuilder builder = LocalServer.Begin(server);
        builder.Services.AddSingleton(_ => new ServedModel(model, options.MostWaiting));
        builder.Services.AddCors();
        ServiceDescription.Add(builder.Services);
        ServiceTelemetry.Add(builder);
        WebApplication app = LocalServer.Build(builder, options.Log);
        if (options.Origins.Count > 0)
        {
            app.UseCors(origins => origins.WithOrigins([.. options.Origins]).AllowAnyHeader().WithMethods("GET", "POST"));
        }

        app.UseKeyCheck(options.Keys, new HashSet<string>([.. Open, .. options.Links.Values], StringComparer.Ordinal)); // pages ask for a key themselves
        UseRequestLimit(app, options.MostRequests);
        app.UseRouting();
        ServedModel served = app.Services.GetRequiredService<ServedModel>();
        served.Batches.Encoded += ServiceTelemetry.Measure(app.Services.GetRequiredService<IMeterFactory>(), () => served.Batches.Waiting);
        Map(app, served, search, options);
        ServicePage.Map(app);
        app.MapPrometheusScrapingEndpoint();
        ServiceDescription.Map(app);
        return app;
    }

    private static void Map(IEndpointRouteBuilder routes, ServedModel model, DocumentSearch? search, ServiceOptions options)
    {
        foreach ((string prefix, TextKind kind) in Groups)
        {
            RouteGroupBuilder group = routes.MapGroup(prefix);
            TextEmbeddings.Map(group, model, options.Limits, kind);
            OpenSearchMaps.Map(group, model, options.Limits, kind);
            ElasticsearchLists.Map(group, model, options.Limits, kind);
            Inspections.Map(group, model, options.Limits, kind);
        }

        Tokens.Map(routes, model.Tokenizer, options.Limits);
        Facts.Map(routes, model, search?.Index.DocumentCount, options.Limits, options.MostRequests, options.Links);
        options.Routes?.Invoke(routes);
        if (search is not null)
        {
            Searches.Map(routes, search, model.Tokenizer, options.Limits);
        }
    }

    /// <summary>Refuses requests beyond a number that are under way: what they would hold in memory has a bound.</summary>
    private static void UseRequestLimit(WebApplication app, int most)
    {
        var limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = 0 });
        app.Lifetime.ApplicationStopped.Register(limiter.Dispose);
        app.Use(async (context, next) =>
        {
            if (Open.Contains(context.Request.Path.Value ?? ""))
            {
                await next(context); // whoever asks whether it is well is told
                return;
            }

            using RateLimitLease lease = limiter.AttemptAcquire();
            await (lease.IsAcquired ? next(context) : throw ServiceException.Overloaded(TimeSpan.FromSeconds(1)));
        });
    }
}
