using System.Buffers;
using KoSparse.Configuration;

namespace KoSparse.OpenSearch;

/// <summary>A header, the same in every request.</summary>
internal sealed class HeaderCredential(string name, string value, string[] secrets) : ClusterCredential
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <inheritdoc/>
    private protected override IEnumerable<string> Secrets => secrets;

    /// <summary>Reads <c>Name: value</c>.</summary>
    /// <exception cref="ConfigException">It is no header; the message does not repeat it.</exception>
    public static HeaderCredential Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string name = colon > 0 ? text[..colon].Trim() : "";
        string value = text[(colon + 1)..].Trim();
        return name.Length > 0 && !name.AsSpan().ContainsAnyExcept(NameCharacters) && value.Length > 0 && value.All(c => c is >= ' ' and <= '~')
            ? new(name, value, [value, .. value.Split(' ').Skip(1)])
            : throw new ConfigException("The header is not of the form 'Name: value', such as 'Authorization: ApiKey …', in plain ASCII.");
    }

    /// <inheritdoc/>
    internal override Task AddToAsync(HttpRequestMessage message, CancellationToken stop)
    {
        message.Headers.Remove(name);
        message.Headers.TryAddWithoutValidation(name, value);
        return Task.CompletedTask;
    }
}
