using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KoSparse.Serving.Servers;

/// <summary>How every server of this project begins: on this machine alone unless told otherwise, and for those alone who call it by its name.</summary>
public static class LocalServer
{
    /// <summary>Names by which this machine calls itself. A page of elsewhere whose name was pointed here (DNS rebinding) has another.</summary>
    private static readonly string[] OwnNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>A connection that has asked for nothing is closed after this time.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    /// <summary>Who sends or reads more slowly is cut off: a request holds one of a bounded number of turns, and at the server's own 240 bytes a second would hold it for hours.</summary>
    private static readonly MinDataRate Slowest = new(bytesPerSecond: 20_000, gracePeriod: TimeSpan.FromSeconds(5));

    /// <summary>Begins a server that answers nothing yet. No file in the working directory and no variable of ASP.NET changes where it listens.</summary>
    /// <param name="options">Where it listens.</param>
    public static WebApplicationBuilder Begin(ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            server.Limits.KeepAliveTimeout = Idle;
            server.Limits.MinRequestBodyDataRate = Slowest;
            server.Limits.MinResponseDataRate = Slowest;
            server.Limits.MaxConcurrentConnections = Math.Min(options.MaxConnections, OpenFiles.ForConnections());
            server.Listen(options.Address, options.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        builder.Services.AddHostFiltering(hosts =>
        {
            hosts.AllowedHosts = options.Hosts.Contains("*") ? ["*"] : [.. OwnNames, .. options.Hosts];
            hosts.AllowEmptyHosts = false;
        });
        return builder;
    }

    /// <summary>Builds it, so that requests under other names get no further.</summary>
    /// <param name="builder">Of <see cref="Begin"/>.</param>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        WebApplication server = builder.Build();
        server.UseHostFiltering();
        return server;
    }
}
