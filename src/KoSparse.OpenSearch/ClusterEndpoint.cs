using KoSparse.Configuration;

namespace KoSparse.OpenSearch;

/// <summary>Which cluster, on whose behalf, and by which certificate it is known.</summary>
/// <param name="Address">Its root, without name or password.</param>
/// <param name="Credential">Who asks; null asks as nobody.</param>
/// <param name="Trust">Which certificate it may show; null leaves that to the machine.</param>
public sealed record ClusterEndpoint(Uri Address, ClusterCredential? Credential = null, ClusterTrust? Trust = null)
{
    private const string Standard = "http://localhost:9200";

    /// <summary>The cluster that settings name.</summary>
    /// <exception cref="ConfigException">They contradict each other, or are none; the message holds no secret.</exception>
    public static ClusterEndpoint Of(ClusterSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!Uri.TryCreate((settings.Url ?? Standard).TrimEnd('/') + "/", UriKind.Absolute, out Uri? given) || given.Scheme is not ("http" or "https"))
        {
            throw new ConfigException($"The URL of the cluster is no address. Give one such as {Standard}.");
        }

        Uri address = new UriBuilder(given) { UserName = "", Password = "", Query = "", Fragment = "" }.Uri;
        ClusterCredential? credential = CredentialOf(settings, given);
        if (credential is not null && address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            throw new ConfigException($"{address.Host}: a password or key would go there unprotected. Give the address with https.");
        }

        return new(address, credential, TrustOf(settings, address));
    }

    private static ClusterCredential? CredentialOf(ClusterSettings settings, Uri given)
    {
        string[] inside = given.UserInfo.Split(':', 2);
        string? user = settings.User ?? (inside[0].Length > 0 ? Uri.UnescapeDataString(inside[0]) : null);
        string? password = settings.Password ?? (inside.Length > 1 ? Uri.UnescapeDataString(inside[1]) : null);
        return (settings.Header, user, settings.AwsRegion, password) switch
        {
            ({ }, { }, _, _) or ({ }, _, { }, _) or (_, { }, { }, _) => throw new ConfigException("More than one of header, user and region of Amazon say who asks. Give one of them."),
            ({ } header, _, _, _) => ClusterCredential.Header(header),
            (_, _, { } region, _) => ClusterCredential.Aws(region),
            (_, { } name, _, { } secret) => ClusterCredential.Basic(name, secret),
            (_, { } name, _, _) => throw new ConfigException($"The user {name} has no password. Set KOSPARSE_OPENSEARCH_PASSWORD."),
            _ => null,
        };
    }

    private static ClusterTrust? TrustOf(ClusterSettings settings, Uri address) => (settings.CertificateAuthority, settings.Fingerprint) switch
    {
        (null, null) => null,
        ({ }, { }) => throw new ConfigException("Both a CA file and a fingerprint say which certificate to trust. Give one of them."),
        _ when address.Scheme != Uri.UriSchemeHttps => throw new ConfigException("A CA file or fingerprint is given, and the address is not https: no certificate would be looked at."),
        ({ } file, _) => ClusterTrust.Authority(file),
        (_, { } fingerprint) => ClusterTrust.Pinned(fingerprint),
    };
}
