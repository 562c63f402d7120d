using System.Text.Json;
using System.Text.Json.Serialization;
using KoSparse.Serving.Servers;
using KoSparse.Training.Runs;
using KoSparse.Training.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace KoSparse.Cli.Curves;

/// <summary>Serves the page of curves to this machine alone: <c>/</c> is the page, <c>/curves</c> what it draws.</summary>
internal static class CurveServer
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Serves until asked to stop.</summary>
    /// <param name="source">What to show.</param>
    /// <param name="port">Port on the loopback address; 0 takes a free one.</param>
    /// <param name="ready">Told the address once it answers.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="RunException">The port is taken.</exception>
    public static async Task RunAsync(CurveSource source, int port, Action<string> ready, CancellationToken stop)
    {
        await using WebApplication app = LocalServer.Build(LocalServer.Begin(new ServerOptions { Port = port }), Console.Error.WriteLine);
        Map(app, source, "/");
        try
        {
            await app.StartAsync(stop);
        }
        catch (IOException exception)
        {
            throw new RunException($"{exception.Message} Is another page open there? Take another port with --port.");
        }

        ready(app.Urls.First());
        await app.WaitForShutdownAsync(stop);
    }

    /// <summary>The curves of some folders.</summary>
    /// <param name="folders">Runs, or folders that hold runs.</param>
    /// <exception cref="RunException">There is none of this name.</exception>
    public static CurveSource Source(string[] folders) => Array.Find(folders, folder => !Directory.Exists(folder)) is { } missing
        ? throw new RunException($"{missing}: no such folder. Name a run, such as outputs/train_v28, or a folder with runs.")
        : new CurveSource(folders);

    /// <summary>Adds the page, and what it draws, to a server.</summary>
    /// <param name="routes">The server's routes.</param>
    /// <param name="source">What to show.</param>
    /// <param name="address">Where the page stands.</param>
    public static void Map(IEndpointRouteBuilder routes, CurveSource source, string address)
    {
        string page = Page();
        routes.MapGet(address, () => Results.Content(page, "text/html; charset=utf-8")).ExcludeFromDescription();
        routes.MapGet("/curves", () => Results.Json(source.Read(), Json)).ExcludeFromDescription();
    }

    private static string Page()
    {
        using StreamReader reader = new(typeof(CurveServer).Assembly.GetManifestResourceStream("curves.html")!);
        return reader.ReadToEnd();
    }
}
