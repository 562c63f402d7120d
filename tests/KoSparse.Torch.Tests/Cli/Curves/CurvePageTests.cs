using System.Text.Json.Nodes;
using KoSparse.Cli.Curves;
using KoSparse.Serving.Servers;
using KoSparse.Tests;
using KoSparse.Tests.Browsers;
using KoSparse.Training.Runs;
using KoSparse.Training.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TorchSharp;
using TorchSharp.Modules;

namespace KoSparse.Torch.Tests.Cli.Curves;

/// <summary>The page of curves, from event files to what a browser shows.</summary>
public sealed class CurvePageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-curves-");
    private readonly CancellationTokenSource _stop = new();
    private Task _server = Task.CompletedTask;

    public void Dispose()
    {
        _stop.Cancel();
        _server.Wait();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Curves_ManyPoints_AreThinnedAndEndWithTheNewest()
    {
        SummaryWriter writer = Writer("train_v28");
        for (int step = 1; step <= 2500; step++)
        {
            writer.add_scalar("loss/total", step, step);
        }

        using var http = new HttpClient();
        JsonNode run = JsonNode.Parse(await http.GetStringAsync(await ServeAsync() + "/curves"))!.AsArray().Single()!;

        JsonArray steps = run["curves"]!["loss/total"]!["steps"]!.AsArray();
        Assert.InRange(steps.Count, 500, 1000);
        Assert.Equal(2500, (int)steps[^1]!);
        Assert.EndsWith("train_v28", (string)run["name"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_PortTaken_SaysToTakeAnother()
    {
        string url = await ServeAsync();

        CommandLine line = await CommandLine.RunAsync("tensorboard", _folder.FullName, "--port", new Uri(url).Port.ToString(System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(1, line.Code);
        Assert.Contains("Take another port with --port.", line.Error, StringComparison.Ordinal);
    }

    /// <summary>A page of elsewhere, whose name was pointed at this machine, sends its own name.</summary>
    [Theory]
    [InlineData("rebound.example", 400)]
    [InlineData("localhost.rebound.example:6006", 400)]
    [InlineData("localhost:6006", 200)]
    [InlineData("127.0.0.1", 200)]
    public async Task Curves_HostOfAnother_IsRefused_Issue19(string host, int status)
    {
        Writer("train_v28").add_scalar("loss/total", 1, 1);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, await ServeAsync() + "/curves") { Headers = { Host = host } };

        Assert.Equal(status, (int)(await http.SendAsync(request)).StatusCode);
    }

    /// <summary>What a folder holds that someone works in must not open doors.</summary>
    [Fact]
    public async Task RunAsync_SettingsOfAspNetInTheEnvironment_AddNoListener_Issue19()
    {
        using WebApplication server = LocalServer.Build(LocalServer.Begin(new ServerOptions()), Console.Error.WriteLine);
        var settings = (IConfigurationRoot)server.Services.GetRequiredService<IConfiguration>();

        Assert.DoesNotContain(settings.Providers, provider => provider.GetType().Name.StartsWith("Json", StringComparison.Ordinal)
            || provider.GetType().Name.StartsWith("EnvironmentVariables", StringComparison.Ordinal));
        await server.StartAsync();
        Assert.StartsWith("http://127.0.0.1:", Assert.Single(server.Urls), StringComparison.Ordinal);
        await server.StopAsync();
    }

    [ChromiumFact]
    public async Task Page_TwoRuns_AreDrawnOverEachOtherAndGrow()
    {
        SummaryWriter old = Writer("train_v27"), now = Writer("train_v28");
        foreach (int step in Enumerable.Range(1, 40))
        {
            foreach ((SummaryWriter writer, double pace) in (ReadOnlySpan<(SummaryWriter, double)>)[(old, 12), (now, 8)])
            {
                writer.add_scalar("loss/total", (float)(0.4 + (3 * Math.Exp(-step / pace)) + (0.2 * Math.Sin(step * 5))), step * 50);
                writer.add_scalar("learning_rate", (float)(3e-5 * (1 - (step / 41.0))), step * 50);
                writer.add_scalar("vectors/korean_ratio", (float)(0.95 - Math.Exp(-step / pace)), step * 50);
            }

            if (step % 10 == 0)
            {
                now.add_scalar("validation/ndcg@10", 0.5f + (step * 0.005f), step * 50);
            }
        }

        using Chromium browser = await Chromium.OpenAsync(await ServeAsync());

        await browser.WaitForAsync("document.querySelectorAll('figure').length === 4");
        Assert.Equal(
            ["loss/total", "validation/ndcg@10", "vectors/korean_ratio", "learning_rate"],
            (await browser.EvaluateAsync("[...document.querySelectorAll('figcaption')].map(c => c.textContent)"))!.AsArray().Select(n => (string)n!));
        Assert.Equal(2, await CountAsync(browser, "figure[data-tag=\"loss/total\"] .smooth"));
        Assert.Equal(1, await CountAsync(browser, "figure[data-tag=\"validation/ndcg@10\"] .smooth"));
        if (Environment.GetEnvironmentVariable("KOSPARSE_PICTURES") is { } pictures)
        {
            await File.WriteAllBytesAsync(Path.Combine(pictures, "curves.png"), await browser.PictureAsync());
        }

        // A weight of 0 leaves the curve as it is; a heavy one draws it flatter.
        string smooth = "document.querySelector('figure[data-tag=\"loss/total\"] .smooth').getAttribute('d')";
        string raw = "document.querySelector('figure[data-tag=\"loss/total\"] .raw').getAttribute('d')";
        Assert.NotEqual((string)(await browser.EvaluateAsync(raw))!, (string)(await browser.EvaluateAsync(smooth))!);
        await browser.EvaluateAsync("smoothing.value = 0; smoothing.dispatchEvent(new Event('input'))");
        Assert.Equal((string)(await browser.EvaluateAsync(raw))!, (string)(await browser.EvaluateAsync(smooth))!);

        await browser.EvaluateAsync("document.querySelector('#runs input').click()");
        Assert.Equal(1, await CountAsync(browser, "figure[data-tag=\"loss/total\"] .smooth"));

        now.add_scalar("batch/accuracy", 0.75f, 2050);
        await browser.WaitForAsync("document.querySelector('figure[data-tag=\"batch/accuracy\"] circle')"); // without a reload
    }

    [ChromiumTheory]
    [InlineData(1280, "light")]
    [InlineData(1280, "dark")]
    [InlineData(375, "light")]
    [InlineData(375, "dark")]
    public async Task Page_BothLanguages_BreaksNoRule_Issue21(int width, string scheme)
    {
        foreach (string run in (string[])["train_v27", "train_v28_with_a_name_that_is_long"])
        {
            SummaryWriter writer = Writer(run);
            writer.add_scalar("loss/total", 1, 100);
            writer.add_scalar("loss/total", 0.5f, 1200);
        }

        using Chromium browser = await Chromium.OpenAsync(await ServeAsync());
        await browser.BecomeAsync(width, scheme);
        await browser.WaitForAsync("document.querySelector('figure')");
        List<string> faults = [];
        foreach (string language in (string[])["en", "ko"])
        {
            await browser.EvaluateAsync($"language = '{language}'; speak(); document.querySelector('figure svg').focus()");
            await browser.PressAsync("End");
            faults.AddRange((await Accessibility.FaultsAsync(browser)).Concat(await Accessibility.UnreadableAsync(browser)).Select(fault => $"in {language}: {fault}"));
            await File.WriteAllBytesAsync(Path.Combine(AppContext.BaseDirectory, $"curves-{language}-{scheme}-{width}.png"), await browser.PictureAsync());
        }

        Faults.AssertNone(faults);
    }

    /// <summary>A curve's figures without a mouse; new points leave the focus where it is.</summary>
    [ChromiumFact]
    public async Task Page_ByKeyboardAlone_TellsFigures_Issue21()
    {
        SummaryWriter writer = Writer("run");
        writer.add_scalar("loss/total", 1, 100);
        writer.add_scalar("loss/total", 0.5f, 1200);
        using Chromium browser = await Chromium.OpenAsync(await ServeAsync());
        await browser.WaitForAsync("document.querySelector('figure')");
        await browser.EvaluateAsync("language = 'en'; speak()");

        string[] stops = await Accessibility.StopsAsync(browser);
        await browser.EvaluateAsync("document.querySelector('figure svg').focus()");
        await browser.PressAsync("Home");
        string first = (string)(await browser.EvaluateAsync("document.querySelector('.tip').innerText"))!;
        await browser.PressAsync("ArrowRight");
        string second = (string)(await browser.EvaluateAsync("document.querySelector('.tip').innerText"))!;
        writer.add_scalar("loss/total", 0.25f, 2300);
        await browser.WaitForAsync("document.activeElement.getAttribute('aria-label')?.includes('0.25 at step 2,300')");

        Assert.Equal(["input Smoothing", "select Across", "input Logarithmic", "input Show", "button 한국어"], stops[..5]);
        Assert.EndsWith("run", stops[5].Split(' ')[1], StringComparison.Ordinal);
        Assert.StartsWith("img loss/total; ", stops[6], StringComparison.Ordinal);
        Assert.DoesNotContain(stops, stop => stop.EndsWith("without a visible focus", StringComparison.Ordinal));
        Assert.Contains(": 1 (smoothed 1), step 100", first, StringComparison.Ordinal);
        Assert.Contains(": 0.5 (smoothed ", second, StringComparison.Ordinal);
    }

    /// <summary>Smoothing by hand, weight 0.5: 1; (2 + 0.5)/1.5; (4 + 0.5·2.5)/1.75.</summary>
    [ChromiumFact]
    public async Task Smooth_ThreeValues_AreMeansThatForget()
    {
        using Chromium browser = await Chromium.OpenAsync(await ServeAsync());
        await browser.WaitForAsync("document.body.innerText.includes('No curves yet')");

        JsonArray values = (await browser.EvaluateAsync("smooth([1, 2, 4], 0.5)"))!.AsArray();

        Assert.All(new[] { 1, 2.5 / 1.5, 5.25 / 1.75 }.Zip(values), pair => Assert.Equal(pair.First, (double)pair.Second!, 12));
    }

    private static async Task<int> CountAsync(Chromium browser, string selector) =>
        (int)(await browser.EvaluateAsync($"document.querySelectorAll('{selector}').length"))!;

    private SummaryWriter Writer(string run)
    {
        string folder = Path.Combine(_folder.FullName, run);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, RunFolder.LogName), "");
        return torch.utils.tensorboard.SummaryWriter(new RunFolder(folder).Events, createRunName: false);
    }

    private async Task<string> ServeAsync()
    {
        var url = new TaskCompletionSource<string>();
        _server = CurveServer.RunAsync(new CurveSource([_folder.FullName]), 0, url.SetResult, _stop.Token);
        return await url.Task;
    }
}
