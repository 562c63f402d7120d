using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Onnx;
using KoSparse.Serving;
using KoSparse.Serving.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace KoSparse.Benchmarks;

/// <summary>The service in a process of its own, asked for vectors of paragraphs: as fast as it can, at half of that, at twice of that, and while it is told to stop.</summary>
internal static class ServiceBenchmark
{
    private const int Askers = 32;

    /// <summary>The service; says its address, and ends when told to.</summary>
    public static async Task ServeAsync(string model)
    {
        using OpenModel opened = OpenModel.Open(model, OnnxNetwork.Open);
        opened.ReadWeights();
        await using WebApplication service = SparseService.Create(opened, search: null, new ServiceOptions(), new ServerOptions());
        await service.StartAsync();
        Console.WriteLine(service.Urls.First());
        await service.WaitForShutdownAsync();
    }

    /// <summary>Asks it.</summary>
    /// <param name="model">Folder of the model.</param>
    /// <param name="corpus">Paragraphs.</param>
    /// <param name="seconds">How long each part takes.</param>
    public static async Task RunAsync(string model, string corpus, int seconds)
    {
        string[] texts = [.. CorpusTexts.Read(corpus).Take(2000)];
        using Process child = Process.Start(new ProcessStartInfo("dotnet", [typeof(ServiceBenchmark).Assembly.Location, "serve", model]) { RedirectStandardOutput = true })!;
        using HttpClient http = new() { BaseAddress = new Uri((await child.StandardOutput.ReadLineAsync())!), Timeout = Timeout.InfiniteTimeSpan };
        await AskAsync(http, texts, Askers, perSecond: null, TimeSpan.FromSeconds(Math.Min(seconds, 5)));

        Load most = await AskAsync(http, texts, Askers, perSecond: null, TimeSpan.FromSeconds(seconds));
        double capacity = most.Times.Count / most.Seconds;
        Console.WriteLine("| load | asked a second | answered a second | refused | p50 | p99 | memory |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        Print("as fast as it answers", most, child);
        Print("half of that", await AskAsync(http, texts, 0, capacity / 2, TimeSpan.FromSeconds(seconds)), child);
        Print("twice as much", await AskAsync(http, texts, 0, 2 * capacity, TimeSpan.FromSeconds(seconds)), child);
        Print("half of that again", await AskAsync(http, texts, 0, capacity / 2, TimeSpan.FromSeconds(seconds)), child);

        Task<Load> last = AskAsync(http, texts, Askers, perSecond: null, TimeSpan.FromSeconds(2), stopAtFault: true);
        await Task.Delay(1000);
        using Process kill = Process.Start("kill", ["-TERM", child.Id.ToString(CultureInfo.InvariantCulture)]);
        Load stopped = await last;
        await child.WaitForExitAsync();
        Console.WriteLine($"Told to stop under load: {stopped.Times.Count} answered, {stopped.Cut} cut off after they were taken, exit code {child.ExitCode}.");
    }

    /// <summary>Asks with a number of askers, each when it has its answer, or at a pace whatever is answered.</summary>
    private static async Task<Load> AskAsync(HttpClient http, string[] texts, int askers, double? perSecond, TimeSpan time, bool stopAtFault = false)
    {
        Load load = new();
        long started = Stopwatch.GetTimestamp();
        if (perSecond is { } pace)
        {
            Random random = new(1);
            List<Task> asked = [];
            for (double at = 0; at < time.TotalSeconds; at -= Math.Log(1 - random.NextDouble()) / pace) // as independent callers come (Poisson)
            {
                double early = at - Stopwatch.GetElapsedTime(started).TotalSeconds;
                if (early > 0.001)
                {
                    await Task.Delay(TimeSpan.FromSeconds(early));
                }

                asked.Add(OneAsync(http, texts[asked.Count % texts.Length], load));
            }

            await Task.WhenAll(asked);
        }
        else
        {
            await Task.WhenAll(Enumerable.Range(0, askers).Select(async asker =>
            {
                for (int i = asker; Stopwatch.GetElapsedTime(started) < time; i += askers)
                {
                    if (!await OneAsync(http, texts[i % texts.Length], load) && stopAtFault)
                    {
                        return;
                    }
                }
            }));
        }

        load.Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return load;
    }

    private static async Task<bool> OneAsync(HttpClient http, string text, Load load)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            using HttpResponseMessage answer = await http.PostAsJsonAsync("/embed_sparse", new { inputs = text });
            _ = await answer.Content.ReadAsByteArrayAsync();
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                load.Times.Add(Stopwatch.GetElapsedTime(started));
                return true;
            }

            bool isRefusal = answer.StatusCode == HttpStatusCode.TooManyRequests && answer.Headers.RetryAfter is not null;
            _ = isRefusal ? Interlocked.Increment(ref load.Refused) : throw new InvalidOperationException($"The service answered {answer.StatusCode}.");
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConnectionError)
        {
            // Nobody listens any more.
        }
        catch (HttpRequestException)
        {
            Interlocked.Increment(ref load.Cut);
        }

        return false;
    }

    private static void Print(string name, Load load, Process child)
    {
        child.Refresh();
        TimeSpan[] times = [.. load.Times.Order()];
        Console.WriteLine(FormattableString.Invariant(
            $"| {name} | {(times.Length + load.Refused) / load.Seconds:F0} | {times.Length / load.Seconds:F0} | {100.0 * load.Refused / (times.Length + load.Refused):F0} % | {times[times.Length / 2].TotalMilliseconds:F0} ms | {times[times.Length * 99 / 100].TotalMilliseconds:F0} ms | {child.WorkingSet64 >> 20} MiB |"));
    }

    private sealed class Load
    {
        public int Refused;
        public int Cut;

        public ConcurrentBag<TimeSpan> Times { get; } = [];

        public double Seconds { get; set; }
    }
}
