using KoSparse.Configuration;

namespace KoSparse.OpenSearch.Tests;

public sealed class ClusterEndpointTests
{
    private const string Secret = "s3cret";

    [Fact]
    public void Of_Nothing_IsThisMachine() => Assert.Equal("http://localhost:9200/", ClusterEndpoint.Of(new ClusterSettings()).Address.AbsoluteUri);

    [Fact]
    public void OrEnvironment_BothSay_TheOptionsAreTaken()
    {
        Dictionary<string, string> variables = new() { ["KOSPARSE_OPENSEARCH_URL"] = "https://a:1", ["KOSPARSE_OPENSEARCH_USER"] = "me", ["KOSPARSE_OPENSEARCH_PASSWORD"] = Secret };

        ClusterSettings settings = new ClusterSettings { Url = "https://b:2/search" }.OrEnvironment(name => variables.GetValueOrDefault(name));
        ClusterEndpoint endpoint = ClusterEndpoint.Of(settings);

        Assert.Equal("https://b:2/search/", endpoint.Address.AbsoluteUri);
        Assert.Equal("Basic bWU6czNjcmV0", Authorization(endpoint));
    }

    [Fact]
    public void Of_NameInTheUrl_GoesIntoTheHeaderAlone()
    {
        ClusterEndpoint endpoint = ClusterEndpoint.Of(new ClusterSettings { Url = "https://me:a%40b@host:9200" });

        Assert.Equal("https://host:9200/", endpoint.Address.AbsoluteUri);
        Assert.Equal("Basic " + Convert.ToBase64String("me:a@b"u8), Authorization(endpoint));
    }

    [Theory]
    [InlineData("host:9200", null, null, null, null, "no address")]
    [InlineData("http://host:9200", "me", Secret, null, null, "with https")]
    [InlineData("https://host", "me", null, null, null, "has no password")]
    [InlineData("https://host", "me", Secret, "X-Key: a", null, "Give one of them")]
    [InlineData("https://host", null, null, "no header", null, "not of the form")]
    [InlineData("http://host", null, null, null, "aa", "not https")]
    [InlineData("https://host", null, null, null, "aa", "no SHA-256")]
    public void Of_SettingsThatAreNone_SaysSoWithoutSecrets(string url, string? user, string? password, string? header, string? fingerprint, string message)
    {
        ConfigException fault = Assert.Throws<ConfigException>(() => ClusterEndpoint.Of(
            new ClusterSettings { Url = url, User = user, Password = password, Header = header, Fingerprint = fingerprint }));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_RegionAndUser_IsRefused() => Assert.Contains("Give one of them", Assert.Throws<ConfigException>(() => ClusterEndpoint.Of(
        new ClusterSettings { Url = "https://host", AwsRegion = "ap-northeast-2", User = "me", Password = Secret })).Message, StringComparison.Ordinal);

    private static string Authorization(ClusterEndpoint endpoint)
    {
        using HttpRequestMessage message = new();
        endpoint.Credential!.AddToAsync(message, CancellationToken.None).GetAwaiter().GetResult();
        return message.Headers.GetValues("Authorization").Single();
    }
}
