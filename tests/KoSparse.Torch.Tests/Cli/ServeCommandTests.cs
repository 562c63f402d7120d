using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using KoSparse.Cli.Commands;
using KoSparse.Tests.Serving;

namespace KoSparse.Torch.Tests.Cli;

/// <summary><c>kosparse serve</c> as a process: it says where it listens, answers, and ends when told to, with nothing lost.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private const string Ready = "listening on ";

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
