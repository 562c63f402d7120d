using System.Buffers;
using KoSparse.Configuration;

namespace KoSparse.OpenSearch;

/// <summary>A header that proves who asks; it goes into requests and nowhere else.</summary>
public sealed class ClusterCredential
{
    private const string Hidden = "(hidden)";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly string[] _secrets;

    private ClusterCredential(string name, string value, string[] secrets) =>
        (Name, Value, _secrets) = (name, value, [.. secrets.Where(secret => secret.Length > 0).OrderByDescending(secret => secret.Length)]);

    /// <summary>The header's name.</summary>
    internal string Name { get; }

    /// <summary>The header's value.</summary>
    internal string Value { get; }

    /// <summary>Basic authentication.</summary>
    public static ClusterCredential Basic(string user, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentNullException.ThrowIfNull(password);
        string pair = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{user}:{password}"));
        return new("Authorization", $"Basic {pair}", [pair, password]);
    }

    /// <summary>A header as it is written: <c>Name: value</c>.</summary>
    /// <exception cref="ConfigException">It is no header.</exception>
    public static ClusterCredential Header(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string name = colon > 0 ? text[..colon].Trim() : "";
        string value = text[(colon + 1)..].Trim();
        return name.Length > 0 && !name.AsSpan().ContainsAnyExcept(NameCharacters) && value.Length > 0 && value.All(c => c is >= ' ' and <= '~')
            ? new(name, value, [value, .. value.Split(' ').Skip(1)])
            : throw new ConfigException("The header is not of the form 'Name: value', such as 'Authorization: ApiKey …', in plain ASCII.");
    }

    /// <summary>A text of the cluster, in which it may have repeated what it was told, without that.</summary>
    internal string Conceal(string text) => _secrets.Aggregate(text, (shown, secret) => shown.Replace(secret, Hidden, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override string ToString() => Hidden;
}
