using System.Net.Sockets;
using KoSparse.Serving.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
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

    /// <summary>Who has not said in this time what he asks for is told 408, and closed.</summary>
    private static readonly TimeSpan LongestHeader = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What the system keeps of an answer that is not read, in bytes; Linux doubles it. It counts as sent, so that of the megabytes that a system may take of itself
    /// a reader who never reads would have minutes before he is too slow.
    /// </summary>
    private const int Unread = 1 << 17;

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
            server.Limits.RequestHeadersTimeout = LongestHeader;
            server.Limits.MinRequestBodyDataRate = Slowest;
            server.Limits.MinResponseDataRate = Slowest;
            server.Limits.MaxConcurrentConnections = Math.Min(options.MaxConnections, OpenFiles.ForConnections());
            server.Listen(options.Address, options.Port);
        });
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = place =>
        {
            Socket listener = SocketTransportOptions.CreateDefaultBoundListenSocket(place);
            listener.SendBufferSize = Unread; // those it accepts have it too
            return listener;
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        builder.Services.AddHostFiltering(hosts =>
        {
            hosts.AllowedHosts = options.Hosts.Contains("*") ? ["*"] : [.. OwnNames, .. options.Hosts];
            hosts.AllowEmptyHosts = false;
            hosts.IncludeFailureMessage = false; // a page of HTML; the server's own answer is one of its faults
        });
        return builder;
    }

    /// <summary>Builds it, so that every fault is answered in one form, and requests under other names get no further.</summary>
    /// <param name="builder">Of <see cref="Begin"/>.</param>
    /// <param name="log">Told of faults that nobody expected.</param>
    public static WebApplication Build(WebApplicationBuilder builder, Action<Exception> log)
    {
        ArgumentNullException.ThrowIfNull(builder);
        WebApplication server = builder.Build();
        server.UseFaultAnswers(log);
        server.UseHostFiltering();
        return server;
    }
}
