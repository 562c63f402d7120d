using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace KoSparse.OpenSearch;

/// <summary>Sends requests until they are answered: those that a busy cluster refused, and those that were lost.</summary>
internal static class Sending
{
    /// <summary>Of an answer; a search of ten thousand documents has some ten megabytes.</summary>
    private const long MostBytes = 256 << 20;

    /// <summary>Says of a request whether it may be sent again when nobody knows whether it arrived.</summary>
    public static readonly HttpRequestOptionsKey<bool> IsRepeatable = new("kosparse.repeatable");

    /// <summary>Makes a client.</summary>
    /// <param name="endpoint">Who asks, and which certificate is accepted.</param>
    /// <param name="patience">How long is waited.</param>
    /// <param name="told">Told of each wait.</param>
    public static HttpClient Open(ClusterEndpoint endpoint, ClusterPatience patience, Action<string>? told)
    {
        SocketsHttpHandler sockets = new()
        {
            AllowAutoRedirect = false, // a credential goes to no other address
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (endpoint.Trust is { } trust)
        {
            sockets.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                trust.Accepts(certificate as System.Security.Cryptography.X509Certificates.X509Certificate2, errors);
        }

        ResiliencePipeline<HttpResponseMessage> pipeline = new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddRetry(Retries(patience, told))
            .AddTimeout(patience.AnswerTime)
            .Build();
        return new HttpClient(new ResilienceHandler(pipeline) { InnerHandler = new WholeAnswers(endpoint.Credential) { InnerHandler = sockets } })
        {
            Timeout = Timeout.InfiniteTimeSpan, // each attempt has a limit of its own
            DefaultRequestHeaders = { { "User-Agent", "kosparse" } },
        };
    }

    private static RetryStrategyOptions<HttpResponseMessage> Retries(ClusterPatience patience, Action<string>? told) => new()
    {
        MaxRetryAttempts = patience.Attempts,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = patience.FirstWait,
        MaxDelay = patience.LongestWait,
        ShouldHandle = async args => IsPassing(args.Outcome, args.Context) && !(args.Outcome.Result is { } answer && await WriteBlock.IsAsync(answer)),
        DelayGenerator = args => ValueTask.FromResult(AskedPause(args.Outcome.Result, patience)),
        OnRetry = args =>
        {
            told?.Invoke(FormattableString.Invariant($"{ReasonOf(args.Outcome)}; trying again in {args.RetryDelay.TotalSeconds:F1} s."));
            return default;
        },
    };

    private static bool IsPassing(Outcome<HttpResponseMessage> outcome, ResilienceContext context)
    {
        bool repeatable = context.GetRequestMessage()?.Options.TryGetValue(IsRepeatable, out bool said) != true || said;
        return outcome switch
        {
            { Exception: HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded } } => false,
            { Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } } => true,
            { Exception: HttpRequestException or TimeoutRejectedException } => repeatable,
            { Result.StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable } => true,
            { Result.StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout } => repeatable,
            _ => false,
        };
    }

    private static TimeSpan? AskedPause(HttpResponseMessage? answer, ClusterPatience patience) =>
        answer?.Headers.RetryAfter?.Delta is { } asked ? TimeSpan.FromTicks(Math.Min(asked.Ticks, patience.LongestWait.Ticks)) : null;

    private static string ReasonOf(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Result: { } answer } => $"The cluster answered {(int)answer.StatusCode}",
        { Exception: TimeoutRejectedException } => "The cluster did not answer in time",
        _ => "The connection to the cluster was lost",
    };

    /// <summary>Says who asks, and reads an answer to its end, so that one that is cut is tried again like one that never came.</summary>
    private sealed class WholeAnswers(ClusterCredential? credential) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await (credential?.AddToAsync(request, cancellationToken) ?? Task.CompletedTask);
            HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
            await answer.Content.LoadIntoBufferAsync(MostBytes, cancellationToken);
            return answer;
        }
    }
}
