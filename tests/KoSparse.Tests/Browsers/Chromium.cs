using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KoSparse.Tests.Browsers;

/// <summary>A headless browser with one page, spoken to by the DevTools protocol.</summary>
internal sealed class Chromium : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Windows' numbers of keys, which the protocol wants, and what they type.</summary>
    private static readonly Dictionary<string, (int Number, string? Text)> Keys = new(StringComparer.Ordinal)
    {
        ["Tab"] = (9, null),
        ["Enter"] = (13, "\r"),
        [" "] = (32, " "),
        ["End"] = (35, null),
        ["Home"] = (36, null),
        ["ArrowLeft"] = (37, null),
        ["ArrowRight"] = (39, null),
        ["ArrowDown"] = (40, null),
    };

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("kosparse-chromium-");
    private readonly Process _process;
    private readonly ClientWebSocket _page = new();
    private int _sent;

    private Chromium(string url) => _process = Process.Start(new ProcessStartInfo(
        Program!,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,1000",
            "--remote-debugging-port=0", $"--user-data-dir={_profile.FullName}", url,
        ])
    { RedirectStandardError = true, RedirectStandardOutput = true })!;

    /// <summary>The browser's program, or null where there is none.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>Opens a page.</summary>
    public static async Task<Chromium> OpenAsync(string url)
    {
        var browser = new Chromium(url);
        using var patience = new CancellationTokenSource(Patience);
        string ports = Path.Combine(browser._profile.FullName, "DevToolsActivePort");
        while (!File.Exists(ports) || (await File.ReadAllLinesAsync(ports, patience.Token)).Length < 2)
        {
            await Task.Delay(50, patience.Token);
        }

        string port = (await File.ReadAllLinesAsync(ports, patience.Token))[0];
        using var http = new HttpClient();
        JsonNode? page = null;
        while (page is null)
        {
            JsonArray targets = JsonNode.Parse(await http.GetStringAsync($"http://127.0.0.1:{port}/json", patience.Token))!.AsArray();
            page = targets.FirstOrDefault(target => (string)target!["type"]! == "page");
        }

        await browser._page.ConnectAsync(new Uri((string)page["webSocketDebuggerUrl"]!), patience.Token);

        // A slow machine shows the empty first page for a while: a test that asked it for its body failed in CI.
        await browser.WaitForAsync($"location.href.startsWith('{url}') && document.readyState === 'complete'");
        return browser;
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        JsonNode answer = await SendAsync("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true });
        return answer["exceptionDetails"] is { } fault ? throw new InvalidOperationException(fault.ToJsonString()) : answer["result"]!["value"];
    }

    /// <summary>Waits until an expression is true in the page.</summary>
    public async Task WaitForAsync(string expression)
    {
        long started = Stopwatch.GetTimestamp();
        while ((bool?)await EvaluateAsync($"Boolean({expression})") != true)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                Assert.Fail($"never true: {expression}; the page says: {await EvaluateAsync("document.body?.innerText")}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Makes the window, and what its owner likes, another.</summary>
    /// <param name="width">Width of the window in pixels of CSS.</param>
    /// <param name="scheme">light or dark.</param>
    public async Task BecomeAsync(int width, string scheme)
    {
        await SendAsync("Emulation.setDeviceMetricsOverride", new { width, height = 1000, deviceScaleFactor = 1, mobile = false });
        await SendAsync("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = scheme } } });
    }

    /// <summary>Presses a key, as a person would; the browser does what it does then.</summary>
    public async Task PressAsync(string key)
    {
        (int number, string? text) = Keys[key];
        await SendAsync("Emulation.setFocusEmulationEnabled", new { enabled = true });
        await SendAsync("Input.dispatchKeyEvent", new { type = "keyDown", key, code = key == " " ? "Space" : key, windowsVirtualKeyCode = number, text = text ?? "" });
        await SendAsync("Input.dispatchKeyEvent", new { type = "keyUp", key, code = key == " " ? "Space" : key, windowsVirtualKeyCode = number });
    }

    /// <summary>Types a text where the focus is.</summary>
    public Task TypeAsync(string text) => SendAsync("Input.insertText", new { text });

    /// <summary>A picture of the page, as PNG.</summary>
    public async Task<byte[]> PictureAsync() =>
        Convert.FromBase64String((string)(await SendAsync("Page.captureScreenshot", new { format = "png" }))["data"]!);

    public void Dispose()
    {
        _page.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _profile.Delete(recursive: true);
    }

    private async Task<JsonNode> SendAsync(string method, object parameters)
    {
        int id = ++_sent;
        using var patience = new CancellationTokenSource(Patience);
        byte[] message = JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters });
        await _page.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        while (true)
        {
            JsonNode answer = JsonNode.Parse(await ReceiveAsync(patience.Token))!;
            if ((int?)answer["id"] == id)
            {
                return answer["result"] ?? throw new InvalidOperationException(answer.ToJsonString());
            }
        }
    }

    private async Task<string> ReceiveAsync(CancellationToken patience)
    {
        using MemoryStream whole = new();
        byte[] part = new byte[1 << 16];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _page.ReceiveAsync(part.AsMemory(), patience);
            whole.Write(part, 0, received.Count);
        }
        while (!received.EndOfMessage);
        return System.Text.Encoding.UTF8.GetString(whole.ToArray());
    }
}
