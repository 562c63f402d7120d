using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using KoSparse.Files;

namespace KoSparse.Hub;

/// <summary>A connection to the Hub: requests with the token where it belongs, redirects followed, passing faults tried again.</summary>
/// <param name="endpoint">Which Hub.</param>
/// <param name="wait">How to wait between attempts.</param>
public sealed class HubHttp(HubEndpoint endpoint, Func<TimeSpan, CancellationToken, Task>? wait = null) : IDisposable
{
    /// <summary>How often a request is tried while nothing comes of it.</summary>
    internal const int MaxAttempts = 5;

    private const int MaxRedirects = 5;
    private const long MostJson = 64 << 20;
    private const int SlowestBytesPerSecond = 20_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(100);

    private readonly Func<TimeSpan, CancellationToken, Task> _wait = wait ?? Task.Delay;
    private readonly HttpClient _http = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(30) })
    {
        Timeout = Timeout.InfiniteTimeSpan, // each attempt has a limit of its own, by the size of what it sends
        DefaultRequestHeaders = { { "User-Agent", "kosparse" } },
    };

    /// <summary>Which Hub.</summary>
    public HubEndpoint Endpoint => endpoint;

    /// <summary>Sends a request until it is answered; 429, 408, 5xx and lost connections are tried again.</summary>
    /// <param name="create">Makes the request anew for each attempt.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="accepted">Answers besides success that the caller deals with.</param>
    /// <returns>The answer, its body not yet read.</returns>
    /// <exception cref="HubException">The Hub refused, or did not answer.</exception>
    internal async Task<HttpResponseMessage> SendAsync(
        Func<HttpRequestMessage> create, CancellationToken stop, params HttpStatusCode[] accepted)
    {
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan? pause = null;
            try
            {
                HttpResponseMessage response = await FollowAsync(create, stop);
                if (response.IsSuccessStatusCode || accepted.Contains(response.StatusCode))
                {
                    return response;
                }

                using (response)
                {
                    pause = PauseOf(response);
                    if (attempt == MaxAttempts || !IsPassing(response.StatusCode) || pause > LongestWait)
                    {
                        throw await HubRefusal.OfAsync(response, endpoint.Token, stop);
                    }
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException && attempt < MaxAttempts)
            {
                // A lost connection: tried again below.
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                throw new HubException($"{endpoint.Address.Host} cannot be reached ({e.Message.TrimEnd('.')}). Check the network and HF_ENDPOINT, and try again.", null, e);
            }

            await WaitAsync(attempt, stop, pause);
        }
    }

    /// <summary>Sends a request with a JSON answer.</summary>
    internal async Task<JsonElement> SendJsonAsync(Func<HttpRequestMessage> create, CancellationToken stop, params HttpStatusCode[] accepted)
    {
        using HttpResponseMessage response = await SendAsync(create, stop, accepted);
        try
        {
            await using Stream body = await response.Content.ReadAsStreamAsync(stop);
            await using Stream bounded = InputLimit.Hold(body, "the answer", MostJson);
            using JsonDocument document = await JsonDocument.ParseAsync(bounded, cancellationToken: stop);
            return document.RootElement.Clone();
        }
        catch (InputException)
        {
            throw new HubException($"{endpoint.Address.Host} answered with more than {MostJson >> 20} MiB of JSON, which no list of files needs. Check HF_ENDPOINT.", response.StatusCode);
        }
        catch (Exception e) when (e is JsonException or IOException or HttpRequestException)
        {
            throw new HubException($"{endpoint.Address.Host} answered with something that is no JSON. Check HF_ENDPOINT, and try again.", response.StatusCode, e);
        }
    }

    /// <summary>Waits before another attempt: as long as the Hub asks, else 1, 2, 4 … seconds.</summary>
    internal Task WaitAsync(int attempt, CancellationToken stop, TimeSpan? asked = null) =>
        _wait(asked ?? TimeSpan.FromSeconds(1 << (attempt - 1)), stop);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500;

    private static TimeSpan? PauseOf(HttpResponseMessage response)
    {
        RetryConditionHeaderValue? asked = response.Headers.RetryAfter;
        TimeSpan? pause = asked?.Delta ?? (asked?.Date is { } date ? date - (response.Headers.Date ?? TimeProvider.System.GetUtcNow()) : null);
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause;
    }

    private async Task<HttpResponseMessage> FollowAsync(Func<HttpRequestMessage> create, CancellationToken stop)
    {
        Uri? target = null;
        for (int redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            using HttpRequestMessage request = create();
            request.RequestUri = target ?? request.RequestUri!;
            if (endpoint.Token is { } token && endpoint.IsPrivate && endpoint.Owns(request.RequestUri))
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
            }

            HttpResponseMessage response = await AnswerAsync(request, stop);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            {
                return response;
            }

            target = new Uri(request.RequestUri, location);
            response.Dispose();
            if (request.RequestUri.Scheme == Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttps)
            {
                break;
            }
        }

        throw new HubException(string.Create(
            CultureInfo.InvariantCulture, $"{endpoint.Address.Host} redirects in circles, or away from https. Check HF_ENDPOINT."));
    }

    /// <summary>Sends once; an answer must begin within a time that depends on what is sent.</summary>
    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken stop)
    {
        TimeSpan limit = AnswerTime + TimeSpan.FromSeconds((request.Content?.Headers.ContentLength ?? 0) / SlowestBytesPerSecond);
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timer.CancelAfter(limit);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timer.Token);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer within {limit.TotalSeconds:F0} s", e);
        }
    }
}
