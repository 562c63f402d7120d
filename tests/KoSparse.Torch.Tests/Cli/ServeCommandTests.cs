using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using KoSparse.Cli.Commands;
using KoSparse.Serving.Servers;
using KoSparse.Tests.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KoSparse.Torch.Tests.Cli;

/// <summary><c>kosparse serve</c> as a process: it says where it listens, answers, and ends when told to, with nothing lost.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private const string Ready = "listening on ";
    private const int Idle = 10_000;

    private readonly TinyModelFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Serve_ModelAndIndex_AnswersUntilTerminated_Issue21()
    {
        string index = _files.File("index");
        Assert.Equal(0, (await CommandLine.RunAsync("index", "--model", _files.Run, "--input", _files.Corpus, "--output", index)).Code);
        using Process service = Start("--index", index, "--runs", _files.Run);
        string said = (await service.StandardOutput.ReadLineAsync())!;
        Assert.StartsWith($"{Ready}http://127.0.0.1:", said, StringComparison.Ordinal);
        using var http = new HttpClient { BaseAddress = new Uri(said[Ready.Length..]) };

        JsonElement hits = JsonElement.Parse(await PostAsync(http, "/search", JsonSerializer.Serialize(new { query = TinyText.Question(2), k = 3 })));
        JsonElement vector = JsonElement.Parse(await PostAsync(http, "/embed_sparse", JsonSerializer.Serialize(new { inputs = TinyText.Sentence(2) })))[0];
        JsonElement info = JsonElement.Parse(await http.GetStringAsync(new Uri("/info", UriKind.Relative)));
        string page = await http.GetStringAsync(new Uri(info.GetProperty("links").GetProperty("curves").GetString()!, UriKind.Relative));
        JsonElement curves = JsonElement.Parse(await http.GetStringAsync(new Uri("/curves", UriKind.Relative)));
        CommandLine health = await CommandLine.RunAsync("health", $"{http.BaseAddress}");
        using var held = new HeldContent(JsonSerializer.Serialize(new { inputs = TinyText.Sentence(3) }));
        Task<HttpResponseMessage> underWay = held.PostAsync(new Uri(http.BaseAddress, "/embed_sparse"));
        await held.Asked;
        using Process kill = Process.Start("kill", ["-TERM", $"{service.Id}"]);
        await kill.WaitForExitAsync();
        held.Release();
        await service.WaitForExitAsync();

        Assert.Equal(new CommandLine(0, "well\n", ""), health);
        Assert.NotEmpty(hits.GetProperty("hits").EnumerateArray());
        Assert.NotEmpty(vector.EnumerateArray());
        Assert.Contains("KoSparse: curves", page, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Array, curves.ValueKind);
        Assert.Equal(HttpStatusCode.OK, (await underWay).StatusCode);
        Assert.Equal((0, ""), (service.ExitCode, await service.StandardError.ReadToEndAsync()));
    }

    /// <summary>More connections than the process may have files open: .NET ends such a process at once. It closes them instead, and answers when there is room.</summary>
    [Fact]
    public async Task Serve_MoreConnectionsThanFiles_GoesOn_Issue21()
    {
        using Process service = Process.Start(new ProcessStartInfo(
            "sh", ["-c", "ulimit -n 700; exec \"$0\" \"$@\"", "dotnet", typeof(KoSparseCommand).Assembly.Location, "serve", "--model", _files.Run, "--port", "0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var address = new Uri((await service.StandardOutput.ReadLineAsync())![Ready.Length..]);
        List<Socket> silent = [];
        for (int i = 0; i < 1000; i++)
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, address.Port);
            silent.Add(socket);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await silent[^1].ReceiveAsync(new byte[1], patience.Token)); // closed, not taken
        silent.ForEach(socket => socket.Dispose());
        using var http = new HttpClient { BaseAddress = address };
        CommandLine health;
        do
        {
            health = await CommandLine.RunAsync("health", $"{address}"); // it takes a moment until it knows that they are gone
        }
        while (health.Code != 0 && !patience.IsCancellationRequested);
        string vector = await PostAsync(http, "/embed_sparse", JsonSerializer.Serialize(new { inputs = TinyText.Sentence(2) }));
        using Process kill = Process.Start("kill", ["-TERM", $"{service.Id}"]);
        await service.WaitForExitAsync();

        Assert.Equal("well\n", health.Output);
        Assert.NotEmpty(vector);
        Assert.Equal(0, service.ExitCode);
    }

    /// <summary>Connections that ask for nothing cost a socket each, and nobody his turn.</summary>
    [ManyFilesFact(Idle + 2000)]
    public async Task Serve_TenThousandIdleConnections_AnswersTheNext_Issue21()
    {
        using Process service = Start();
        var address = new Uri((await service.StandardOutput.ReadLineAsync())![Ready.Length..]);
        List<Socket> idle = [];
        for (int i = 0; i < Idle; i++)
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, address.Port);
            idle.Add(socket);
        }

        using var http = new HttpClient { BaseAddress = address };
        string vector = await PostAsync(http, "/embed_sparse", JsonSerializer.Serialize(new { inputs = TinyText.Sentence(2) }));
        int closed = idle.Count(socket => socket.Poll(0, SelectMode.SelectRead));
        idle.ForEach(socket => socket.Dispose());
        string after = await PostAsync(http, "/embed_sparse", JsonSerializer.Serialize(new { inputs = TinyText.Sentence(2) }));
        using Process kill = Process.Start("kill", ["-TERM", $"{service.Id}"]);
        await service.WaitForExitAsync();

        Assert.Equal(0, closed); // it has them all
        Assert.Equal(vector, after);
        Assert.Equal((0, ""), (service.ExitCode, await service.StandardError.ReadToEndAsync()));
    }

    /// <summary>A collector gets the spans of a request by OTLP over HTTP, the last ones when the service ends.</summary>
    [Fact]
    public async Task Serve_CollectorIsNamed_SendsSpans_Issue21()
    {
        ConcurrentQueue<string> sent = new();
        await using WebApplication collector = LocalServer.Build(LocalServer.Begin(new ServerOptions()), exception => sent.Enqueue(exception.Message));
        collector.MapPost("/v1/{kind}", async (string kind, HttpRequest request) =>
        {
            using StreamReader body = new(request.Body, System.Text.Encoding.Latin1);
            sent.Enqueue($"{kind} {await body.ReadToEndAsync()}");
        });
        await collector.StartAsync();
        var start = new ProcessStartInfo("dotnet", [typeof(KoSparseCommand).Assembly.Location, "serve", "--model", _files.Run, "--port", "0"]) { RedirectStandardOutput = true };
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.First();
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        using Process service = Process.Start(start)!;
        using var http = new HttpClient { BaseAddress = new Uri((await service.StandardOutput.ReadLineAsync())![Ready.Length..]) };

        await PostAsync(http, "/embed_sparse", JsonSerializer.Serialize(new { inputs = TinyText.Sentence(2) }));
        using Process kill = Process.Start("kill", ["-TERM", $"{service.Id}"]);
        await service.WaitForExitAsync();

        string traces = string.Concat(sent.Where(message => message.StartsWith("traces ", StringComparison.Ordinal)));
        Assert.All(["kosparse.wait", "kosparse.encode", "kosparse.batch.texts", "POST /embed_sparse"], name => Assert.Contains(name, traces, StringComparison.Ordinal));
        Assert.Contains("kosparse.batch.duration", string.Concat(sent.Where(message => message.StartsWith("metrics ", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.DoesNotContain(Latin1(TinyText.Sentence(2)[..4]), string.Concat(sent), StringComparison.Ordinal);
    }

    /// <summary>A text as it would stand in a body that is read byte by byte.</summary>
    private static string Latin1(string text) => System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData(2, "--port: must be a number from 0 to 65535.", "--port", "70000")]
    [InlineData(2, "--address: must be the number of an address", "--address", "here")]
    [InlineData(1, "nowhere.txt: no such file", "--keys", "nowhere.txt")]
    [InlineData(1, "nowhere: no such folder", "--runs", "nowhere")]
    [InlineData(1, "nowhere/index.json does not exist", "--index", "nowhere")]
    public async Task Serve_BadOption_SaysSo_Issue21(int code, string message, params string[] options)
    {
        CommandLine result = await CommandLine.RunAsync(["serve", "--model", _files.Run, .. options]);

        Assert.Equal(code, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_PortIsTaken_SaysWhatToDo_Issue21()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        CommandLine result = await CommandLine.RunAsync("serve", "--model", _files.Run, "--port", $"{((IPEndPoint)taken.LocalEndpoint).Port}");

        Assert.Equal(1, result.Code);
        Assert.Contains("Take another with --port.", result.Error, StringComparison.Ordinal);
    }

    /// <summary>What the service says of it is said: here that it does not go by this name.</summary>
    [Fact]
    public async Task Health_ServiceRefuses_SaysWhy_Issue21()
    {
        using Process service = Start("--address", "0.0.0.0");
        var address = new Uri((await service.StandardOutput.ReadLineAsync())![Ready.Length..]);

        CommandLine result = await CommandLine.RunAsync("health", $"http://127.0.0.2:{address.Port}");
        using Process kill = Process.Start("kill", ["-TERM", $"{service.Id}"]);
        await service.WaitForExitAsync();

        Assert.Equal(1, result.Code);
        Assert.Contains("/health answers 400: {\"error\":\"The service is not called by this name.", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "cannot be reached", "http://127.0.0.1:1")]
    [InlineData(2, "must be of the form http://localhost:8080", "localhost:8080")]
    public async Task Health_NothingThere_SaysSo_Issue21(int code, string message, string url)
    {
        CommandLine result = await CommandLine.RunAsync("health", url);

        Assert.Equal(code, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    private Process Start(params string[] options) => Process.Start(new ProcessStartInfo(
        "dotnet", [typeof(KoSparseCommand).Assembly.Location, "serve", "--model", _files.Run, "--port", "0", .. options])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task<string> PostAsync(HttpClient http, string path, string body)
    {
        using HttpResponseMessage answer = await http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, mediaType: new("application/json")));
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }
}
