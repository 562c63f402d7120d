using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace KoSparse.Cli.Serving;

/// <summary>How every server of this program begins: on this machine alone, for browsers and programs of this machine alone.</summary>
internal static class LoopbackServer
{
    /// <summary>Names by which this machine calls itself. A page of elsewhere whose name was pointed here (DNS rebinding) has another.</summary>
    private static readonly string[] OwnNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Makes a server that answers nothing yet. No file in the working directory and no variable of ASP.NET changes where it listens.</summary>
    /// <param name="port">Port on the loopback address; 0 takes a free one.</param>
    public static WebApplication Create(int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddHostFiltering(hosts => (hosts.AllowedHosts, hosts.AllowEmptyHosts) = (OwnNames, false));
        WebApplication server = builder.Build();
        server.UseHostFiltering();
        return server;
    }
}
