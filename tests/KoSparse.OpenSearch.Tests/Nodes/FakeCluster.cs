using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace KoSparse.OpenSearch.Tests.Nodes;

/// <summary>A server on this machine that answers as it is told, for faults that a real node does not have at will.</summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    private readonly WebApplication _server;

    private FakeCluster(WebApplication server) => _server = server;

    /// <summary>Where it answers.</summary>
    public Uri Address => new(_server.Urls.Single());

    /// <summary>What was asked: method, path and the header <c>Authorization</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Starts a server.</summary>
    /// <param name="answer">Answers a request, the number of which it is told, from 1.</param>
    /// <param name="certificate">Speaks TLS with it when given.</param>
    public static async Task<FakeCluster> StartAsync(Func<HttpContext, int, Task> answer, X509Certificate2? certificate = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        if (certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        FakeCluster cluster = new(builder.Build());
        int count = 0;
        cluster._server.Run(context =>
        {
            cluster.Requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {context.Request.Headers.Authorization}".TrimEnd());
            return answer(context, Interlocked.Increment(ref count));
        });
        await cluster._server.StartAsync();
        return cluster;
    }

    /// <summary>Answers a status with JSON.</summary>
    public static Task AnswerAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();
}
