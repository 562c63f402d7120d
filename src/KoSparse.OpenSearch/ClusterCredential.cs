using KoSparse.Configuration;

namespace KoSparse.OpenSearch;

/// <summary>Proves who asks; what it is made of goes into requests and nowhere else.</summary>
public abstract class ClusterCredential
{
    private const string Hidden = "(hidden)";

    private protected ClusterCredential()
    {
    }

    /// <summary>What no message may hold.</summary>
    private protected abstract IEnumerable<string> Secrets { get; }

    /// <summary>Basic authentication.</summary>
    public static ClusterCredential Basic(string user, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentNullException.ThrowIfNull(password);
        string pair = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{user}:{password}"));
        return new HeaderCredential("Authorization", $"Basic {pair}", [pair, password]);
    }

    /// <summary>A header as it is written: <c>Name: value</c>.</summary>
    /// <exception cref="ConfigException">It is no header.</exception>
    public static ClusterCredential Header(string text) => HeaderCredential.Parse(text);

    /// <summary>Signatures (SigV4) for a domain of Amazon OpenSearch Service, by the keys that Amazon's own tools take:
    /// <c>AWS_ACCESS_KEY_ID</c> and <c>AWS_SECRET_ACCESS_KEY</c>, else a profile, else the role of the machine.</summary>
    /// <param name="region">Where the domain is, such as <c>ap-northeast-2</c>.</param>
    public static ClusterCredential Aws(string region)
    {
        ArgumentException.ThrowIfNullOrEmpty(region);
        return new AwsCredential(region, () => Amazon.Runtime.Credentials.DefaultAWSCredentialsIdentityResolver.GetCredentials());
    }

    /// <summary>Says in a request who asks; in one that is tried again, anew.</summary>
    internal abstract Task AddToAsync(HttpRequestMessage message, CancellationToken stop);

    /// <summary>A text of the cluster, in which it may have repeated what it was told, without that.</summary>
    internal string Conceal(string text) => Secrets.Where(secret => secret.Length > 0).OrderByDescending(secret => secret.Length)
        .Aggregate(text, (shown, secret) => shown.Replace(secret, Hidden, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override string ToString() => Hidden;
}
