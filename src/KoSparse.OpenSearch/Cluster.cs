using System.Net;
using System.Text.Json;
using KoSparse.Text;
using Polly.Timeout;

namespace KoSparse.OpenSearch;

/// <summary>A connection to a cluster: requests with the credential, tried again while the cluster is busy or away; safe to use from several threads.</summary>
/// <param name="endpoint">Which cluster.</param>
/// <param name="patience">How long it is waited for; <see cref="ClusterPatience.Brief"/> when null.</param>
/// <param name="told">Told of each wait, when given.</param>
public sealed class Cluster(ClusterEndpoint endpoint, ClusterPatience? patience = null, Action<string>? told = null) : IDisposable
{
    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    private readonly HttpClient _http = Sending.Open(endpoint, patience ?? ClusterPatience.Brief, told);

    /// <summary>Its root; holds no secret.</summary>
    public Uri Address => endpoint.Address;

    /// <summary>Sends a request, which succeeds.</summary>
    /// <returns>The JSON of the answer; an empty object where it has none.</returns>
    /// <exception cref="OpenSearchException">The cluster refused, or did not answer.</exception>
    public async Task<JsonElement> SendAsync(ClusterRequest request, CancellationToken stop = default) => (await AskAsync(request, stop)).Body;

    /// <summary>Sends a request for something that may not be there.</summary>
    /// <returns>The JSON of the answer; null where the cluster answered 404.</returns>
    /// <inheritdoc cref="SendAsync"/>
    public async Task<JsonElement?> FindAsync(ClusterRequest request, CancellationToken stop = default) =>
        await AskAsync(request, stop, HttpStatusCode.NotFound) is { Status: not HttpStatusCode.NotFound } found ? found.Body : null;

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="accepted">Answers besides success that the caller deals with.</param>
    /// <inheritdoc cref="SendAsync"/>
    public async Task<ClusterAnswer> AskAsync(ClusterRequest request, CancellationToken stop, params HttpStatusCode[] accepted)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(accepted);
        try
        {
            using HttpRequestMessage message = request.ToMessage(endpoint.Address);
            using HttpResponseMessage response = await _http.SendAsync(message, stop);
            byte[] body = await response.Content.ReadAsByteArrayAsync(stop);
            return response.IsSuccessStatusCode || accepted.Contains(response.StatusCode)
                ? new ClusterAnswer(response.StatusCode, Parsed(body, response.StatusCode))
                : throw ClusterRefusal.Of(endpoint, request, response, body);
        }
        catch (TimeoutRejectedException fault)
        {
            throw new OpenSearchException($"{Place} did not answer within {fault.Timeout.TotalSeconds:F0} s. Try again, or look at the load of its nodes.", null, fault);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw new OpenSearchException(
                $"{Place}: no secure connection, or a certificate that is not trusted. Name the file of its authority (--ca) or its fingerprint (--fingerprint), and check the address.", null, fault);
        }
        catch (HttpRequestException fault)
        {
            string reason = ForeignText.Sentence(endpoint.Credential?.Conceal(fault.Message) ?? fault.Message).TrimEnd('.');
            throw new OpenSearchException($"{Place} cannot be reached ({reason}). Start the cluster, or name another with --url.", null, fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private string Place => endpoint.Address.Authority;

    private JsonElement Parsed(byte[] body, HttpStatusCode status)
    {
        if (body.Length == 0)
        {
            return Nothing;
        }

        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException fault)
        {
            throw new OpenSearchException($"{Place} answered with something that is no JSON: it is no OpenSearch, or something stands in between. Check --url.", status, fault);
        }
    }
}
