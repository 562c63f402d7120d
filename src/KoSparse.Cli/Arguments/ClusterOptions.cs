using System.CommandLine;
using KoSparse.OpenSearch;

namespace KoSparse.Cli.Arguments;

/// <summary>Options that say which OpenSearch cluster is meant, and who asks; each stands in the environment, too.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<string?> _url = new("--url") { Description = "Address of the cluster. By default KOSPARSE_OPENSEARCH_URL, else http://localhost:9200." };
    private readonly Option<string?> _user = new("--user") { Description = "User of the cluster; the password stands in KOSPARSE_OPENSEARCH_PASSWORD. By default KOSPARSE_OPENSEARCH_USER." };
    private readonly Option<string?> _header = new("--header") { Description = "Header that says who asks, instead: 'Authorization: ApiKey …'. Others on this machine see options: KOSPARSE_OPENSEARCH_HEADER is safer." };
    private readonly Option<string?> _region = new("--aws-region") { Description = "Region of a domain of Amazon: requests are signed (SigV4) with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or the machine's role. By default KOSPARSE_OPENSEARCH_AWS_REGION." };
    private readonly Option<string?> _authority = new("--ca") { Description = "PEM file of the authority that signed the cluster's certificate. By default KOSPARSE_OPENSEARCH_CA, else those that the machine knows." };
    private readonly Option<string?> _fingerprint = new("--fingerprint") { Description = "SHA-256 of the cluster's certificate, which alone is trusted then. By default KOSPARSE_OPENSEARCH_FINGERPRINT." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_url, _user, _header, _region, _authority, _fingerprint])
        {
            command.Add(option);
        }
    }

    /// <summary>Connects as the options and the environment say.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="patience">How long a busy cluster is waited for.</param>
    public Cluster Connect(ParseResult parsed, ClusterPatience? patience = null) => new(
        ClusterEndpoint.Of(new ClusterSettings
        {
            Url = parsed.GetValue(_url),
            User = parsed.GetValue(_user),
            Header = parsed.GetValue(_header),
            AwsRegion = parsed.GetValue(_region),
            CertificateAuthority = parsed.GetValue(_authority),
            Fingerprint = parsed.GetValue(_fingerprint),
        }.OrEnvironment(Environment.GetEnvironmentVariable)),
        patience,
        Console.Error.WriteLine);
}
