namespace KoSparse.OpenSearch;

/// <summary>How a user names a cluster: on the command line or in the environment; null is what he does not say.</summary>
public sealed record ClusterSettings
{
    /// <summary>Address, such as <c>https://search.example:9200</c>; a name and a password in it are taken as <see cref="User"/> and <see cref="Password"/>.</summary>
    /// <value><c>KOSPARSE_OPENSEARCH_URL</c>, else <c>http://localhost:9200</c>.</value>
    public string? Url { get; init; }

    /// <summary>Name for basic authentication.</summary>
    /// <value><c>KOSPARSE_OPENSEARCH_USER</c>.</value>
    public string? User { get; init; }

    /// <summary>Password for basic authentication.</summary>
    /// <value><c>KOSPARSE_OPENSEARCH_PASSWORD</c>.</value>
    public string? Password { get; init; }

    /// <summary>A header that proves who asks, such as <c>Authorization: ApiKey …</c>.</summary>
    /// <value><c>KOSPARSE_OPENSEARCH_HEADER</c>.</value>
    public string? Header { get; init; }

    /// <summary>Region of Amazon, such as <c>ap-northeast-2</c>: requests are signed (SigV4) with the keys that Amazon's own tools take.</summary>
    /// <value><c>KOSPARSE_OPENSEARCH_AWS_REGION</c>.</value>
    public string? AwsRegion { get; init; }

    /// <summary>File of the certificates (PEM) that sign the cluster's, where the machine does not know them.</summary>
    /// <value><c>KOSPARSE_OPENSEARCH_CA</c>.</value>
    public string? CertificateAuthority { get; init; }

    /// <summary>SHA-256 of the cluster's own certificate, 64 hexadecimal digits with or without colons: that one is trusted, and no other.</summary>
    /// <value><c>KOSPARSE_OPENSEARCH_FINGERPRINT</c>.</value>
    public string? Fingerprint { get; init; }

    /// <summary>These settings, and the environment's where they say nothing.</summary>
    /// <param name="variable">Reads a variable of the environment.</param>
    public ClusterSettings OrEnvironment(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return new()
        {
            Url = Url ?? Read("URL"),
            User = User ?? Read("USER"),
            Password = Password ?? Read("PASSWORD"),
            Header = Header ?? Read("HEADER"),
            AwsRegion = AwsRegion ?? Read("AWS_REGION"),
            CertificateAuthority = CertificateAuthority ?? Read("CA"),
            Fingerprint = Fingerprint ?? Read("FINGERPRINT"),
        };

        string? Read(string name) => variable($"KOSPARSE_OPENSEARCH_{name}") is { Length: > 0 } value ? value : null;
    }
}
