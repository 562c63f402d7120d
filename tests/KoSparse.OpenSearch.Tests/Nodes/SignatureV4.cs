using System.Globalization;
using System.Security.Cryptography;

namespace KoSparse.OpenSearch.Tests.Nodes;

/// <summary>What a server computes of a request to compare it with its signature: Amazon's rules once more, without Amazon's library.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Target">Path and query as they came.</param>
/// <param name="Headers">Headers that are signed, by their names in small letters.</param>
/// <param name="Body">The body.</param>
internal sealed record SignatureV4(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The signature in 64 hexadecimal digits.</summary>
    /// <param name="secret">The secret key.</param>
    /// <param name="scope">Day, region, service and <c>aws4_request</c>, with slashes in between.</param>
    public string Of(string secret, string scope)
    {
        byte[] key = System.Text.Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (string part in scope.Split('/'))
        {
            key = HMACSHA256.HashData(key, System.Text.Encoding.UTF8.GetBytes(part));
        }

        string signed = string.Join('\n', "AWS4-HMAC-SHA256", Headers["x-amz-date"], scope, Hash(System.Text.Encoding.UTF8.GetBytes(Canonical())));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, System.Text.Encoding.UTF8.GetBytes(signed)));
    }

    /// <summary>The path, escaped once more than it came; parameters in order; headers in order; hash of the body.</summary>
    private string Canonical()
    {
        string[] target = Target.Split('?', 2);
        string[] parameters = target.Length < 2 ? [] : [.. target[1].Split('&').Select(one => one.Contains('=', StringComparison.Ordinal) ? one : one + "=").Order(StringComparer.Ordinal)];
        string[] names = [.. Headers.Keys.Order(StringComparer.Ordinal)];
        return string.Join('\n',
        [
            Method, string.Join('/', target[0].Split('/').Select(Uri.EscapeDataString)), string.Join('&', parameters),
            .. names.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name}:{Headers[name].Trim()}")), "", string.Join(';', names), Hash(Body),
        ]);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
