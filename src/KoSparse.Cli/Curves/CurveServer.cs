using System.Text.Json;
using System.Text.Json.Serialization;
using KoSparse.Serving.Servers;
using KoSparse.Training.Runs;
using KoSparse.Training.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
        await using WebApplication app = LocalServer.Build(LocalServer.Begin(new ServerOptions { Port = port }));
        string page = Page();
        app.MapGet("/", () => Results.Content(page, "text/html; charset=utf-8"));
        app.MapGet("/curves", () => Results.Json(source.Read(), Json));
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

    private static string Page()
    {
        using StreamReader reader = new(typeof(CurveServer).Assembly.GetManifestResourceStream("curves.html")!);
        return reader.ReadToEnd();
    }
}
