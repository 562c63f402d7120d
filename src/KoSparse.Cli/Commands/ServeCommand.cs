using System.CommandLine;
using System.Net;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Curves;
using KoSparse.Encoding;
using KoSparse.Onnx.Weights;
using KoSparse.Search.Queries;
using KoSparse.Serving;
using KoSparse.Serving.Access;
using KoSparse.Serving.Requests;
using KoSparse.Serving.Servers;
using KoSparse.Training.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse serve</c>: a model, and an index, as a service.</summary>
internal static class ServeCommand
{
    private const int DefaultPort = 8080;
    private const string CurvesAddress = "/runs";

    public static Command Build()
    {
        Option<string> model = Options.Model();
        var index = new Option<string?>("--index") { Description = "Folder of an index, to be searched too; what is added to it later is found within a second or two." };
        var runs = new Option<string[]>("--runs") { Description = "Runs, or folders that hold runs, whose curves the page shows. Given again, each." };
        var port = new Option<int>("--port") { Description = "Port; 0 takes a free one.", DefaultValueFactory = _ => DefaultPort };
        Options.Require(port, value => value is >= 0 and <= IPEndPoint.MaxPort, "--port: must be a number from 0 to 65535.");
        var address = new Option<string>("--address") { Description = "Address to listen at; 0.0.0.0 is every one of this machine.", DefaultValueFactory = _ => $"{IPAddress.Loopback}" };
        Options.Require(address, value => IPAddress.TryParse(value, out _), "--address: must be the number of an address, such as 127.0.0.1 or 0.0.0.0.");
        var host = new Option<string[]>("--host") { Description = "A name that requests may call the service by, besides localhost; '*' allows all. Given again, each." };
        var origin = new Option<string[]>("--origin") { Description = "A page's origin that may ask from a browser, such as https://example.org. Given again, each." };
        var keys = new Option<string?>("--keys") { Description = "File with a key on each line; requests need one of them. Read again when it changes." };
        var waiting = new Option<int>("--queue") { Description = "Texts that may wait to be encoded; requests beyond are answered 429.", DefaultValueFactory = _ => new ServiceOptions().MostWaiting };
        Options.Require(waiting, value => value >= 1, "--queue: must be at least 1.");
        var texts = new Option<int>("--texts") { Description = "Texts of one request at most.", DefaultValueFactory = _ => new RequestLimits().Texts };
        Options.Require(texts, value => value >= 1, "--texts: must be at least 1.");
        Option<NetworkKind> network = NetworkOptions.Kind();
        Option<WeightPrecision> precision = NetworkOptions.Precision();
        Option<int> threads = NetworkOptions.Threads();
        Option<string[]> encode = Options.Encode();
        var command = new Command("serve", "Serve a model, and an index, to OpenSearch, Elasticsearch, clients of text-embeddings-inference and people.")
        {
            model, index, runs, port, address, host, origin, keys, waiting, texts, network, precision, threads, encode,
        };
        command.SetAction(async (parsed, stop) =>
        {
            using OpenModel opened = TrainedModel.Open(
                parsed.GetValue(model)!, parsed.GetValue(encode), NetworkOptions.Open(parsed.GetValue(network), parsed.GetValue(precision), parsed.GetValue(threads)));
            opened.ReadWeights();
            using IndexFollower? followed = parsed.GetValue(index) is { } folder ? new IndexFollower(folder, tell: Console.Error.WriteLine) : null;
            DocumentSearch? search = followed is null ? null : DocumentSearch.Follow(followed, opened.Encoder, opened.Tokenizer.Hash, opened.Folder);
            var options = new ServiceOptions
            {
                Limits = new RequestLimits { Texts = parsed.GetValue(texts) },
                MostWaiting = parsed.GetValue(waiting),
                Keys = parsed.GetValue(keys) is { } file ? new ApiKeys(file) { Refused = Console.Error.WriteLine } : null,
                Origins = parsed.GetValue(origin) ?? [],
            };
            if (parsed.GetValue(runs) is { Length: > 0 } shown)
            {
                CurveSource curves = CurveServer.Source(shown);
                options = options with
                {
                    Routes = routes => CurveServer.Map(routes, curves, CurvesAddress),
                    Links = new Dictionary<string, string> { ["curves"] = CurvesAddress },
                };
            }

            var server = new ServerOptions { Port = parsed.GetValue(port), Address = IPAddress.Parse(parsed.GetValue(address)!), Hosts = parsed.GetValue(host) ?? [] };
            if (options.Keys is null && !IPAddress.IsLoopback(server.Address))
            {
                Console.Error.WriteLine("Whoever reaches this machine may ask: no keys are asked for. Give --keys FILE to change that.");
            }

            await using WebApplication service = SparseService.Create(opened, search, options, server);
            await StartAsync(service, server.Port, stop);
            Console.WriteLine($"listening on {service.Urls.First()}");
            await service.WaitForShutdownAsync(stop);
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task StartAsync(WebApplication service, int port, CancellationToken stop)
    {
        try
        {
            await service.StartAsync(stop);
        }
        catch (IOException exception)
        {
            throw new IOException($"{exception.Message.TrimEnd('.')}. Is another program listening at port {port}? Take another with --port.", exception);
        }
    }
}
