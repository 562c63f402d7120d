using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace KoSparse.OpenSearch;

/// <summary>Signs requests as Amazon's services ask for it (SigV4), by Amazon's own library.</summary>
/// <remarks>A signature holds for some minutes: a request that is tried again is signed again.</remarks>
/// <param name="region">Where the domain is.</param>
/// <param name="find">Finds the keys, once; those that expire renew themselves.</param>
internal sealed class AwsCredential(string region, Func<AWSCredentials> find) : ClusterCredential
{
    /// <summary>What OpenSearch domains are called in a signature.</summary>
    private const string Service = "es";

    private const string Token = "X-Amz-Security-Token";

    private readonly Lazy<AWSCredentials> _found = new(find);
    private readonly AWS4Signer _signer = new();
    private readonly Region _region = new(region);
    private volatile ImmutableCredentials? _keys;

    /// <inheritdoc/>
    private protected override IEnumerable<string> Secrets => _keys is { } keys ? [keys.AccessKey, keys.SecretKey, keys.Token ?? ""] : [];

    /// <inheritdoc/>
    internal override async Task AddToAsync(HttpRequestMessage message, CancellationToken stop)
    {
        ImmutableCredentials keys = _keys = await KeysAsync();
        DefaultRequest signed = new(new AnyRequest(), Service)
        {
            AuthenticationRegion = region,
            OverrideSigningServiceName = Service,
            HttpMethod = message.Method.Method,
            Endpoint = new Uri(message.RequestUri!.GetLeftPart(UriPartial.Authority)),
            Content = message.Content is null ? [] : await message.Content.ReadAsByteArrayAsync(stop),
        };
        AddPath(signed, message.RequestUri);
        if (keys.Token is { Length: > 0 } token)
        {
            signed.Headers[Token] = token;
        }

        string proof = _signer.SignRequest(signed, _region, null, keys.AccessKey, keys.SecretKey).ForAuthorizationHeader;
        foreach ((string name, string value) in signed.Headers.Where(header => header.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)).Append(new("Authorization", proof)))
        {
            message.Headers.Remove(name);
            message.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private async Task<ImmutableCredentials> KeysAsync()
    {
        try
        {
            return await _found.Value.GetCredentialsAsync();
        }
        catch (AmazonClientException fault)
        {
            throw new OpenSearchException("No keys for Amazon were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with AWS_PROFILE.", null, fault);
        }
    }

    /// <summary>Each part of the path for itself: the signer escapes it, and a slash within a name is none of the path.</summary>
    private static void AddPath(DefaultRequest signed, Uri address)
    {
        string[] parts = address.AbsolutePath.TrimStart('/').Split('/');
        signed.ResourcePath = "/" + string.Join('/', parts.Select((_, place) => $"{{{place}}}"));
        for (int place = 0; place < parts.Length; place++)
        {
            signed.AddPathResource($"{{{place}}}", Uri.UnescapeDataString(parts[place]));
        }

        foreach (string[] parameter in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('=', 2)))
        {
            signed.AddSubResource(Uri.UnescapeDataString(parameter[0]), parameter.Length > 1 ? Uri.UnescapeDataString(parameter[1]) : "");
        }
    }

    private sealed class AnyRequest : AmazonWebServiceRequest;

    /// <summary>All that the signer asks of a client.</summary>
    private sealed class Region : ClientConfig
    {
        public Region(string name)
            : base(new DefaultConfigurationProvider([new DefaultConfiguration { Name = DefaultConfigurationMode.Standard }])) => AuthenticationRegion = name;

        public override string ServiceVersion => "";

        public override string UserAgent => "";

        public override string RegionEndpointServiceName => Service;

        public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
            throw new NotSupportedException("Only signs.");
    }
}
