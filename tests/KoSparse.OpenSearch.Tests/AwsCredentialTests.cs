using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using KoSparse.OpenSearch.Tests.Cli;
using KoSparse.OpenSearch.Tests.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KoSparse.OpenSearch.Tests;

/// <summary>A server that computes each signature itself stands for Amazon's; that it does so rightly is shown by what Amazon published.</summary>
public sealed partial class AwsCredentialTests
{
    private const string Region = "ap-northeast-2";

    // Of Amazon's published examples (aws-sig-v4-test-suite), from which the signatures below are, too.
    private const string Key = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Token = "a-token-of-some-hours+/=";

    private static readonly ClusterPatience Hasty = new(2, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(20));

    /// <summary>The examples get-vanilla, get-vanilla-query-order-key-case, get-utf8 and post-vanilla.</summary>
    [Theory]
    [InlineData("GET", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("GET", "/?Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("GET", "/ሴ", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData("POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    public void Of_AmazonsExamples_GivesTheirSignatures(string method, string target, string signature)
    {
        Dictionary<string, string> headers = new() { ["host"] = "example.amazonaws.com", ["x-amz-date"] = "20150830T123600Z" };

        Assert.Equal(signature, new SignatureV4(method, target, headers, []).Of(Secret, "20150830/us-east-1/service/aws4_request"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("_cluster/settings?include_defaults=true&flat_settings=true")]
    [InlineData("%ED%95%B4%EB%85%80/_search?search_pipeline=%ED%95%B4%2F%EB%85%80%2B%20~")]
    [InlineData("%3Clogs-%7Bnow%2Fd%7D%3E/_doc/a%25b%20c%2Bd%21")]
    public async Task SendAsync_AnyPath_IsSignedAsTheServerComputes(string path)
    {
        await using FakeCluster fake = await FakeCluster.StartAsync(CheckAsync);
        using Cluster cluster = Connect(fake, new BasicAWSCredentials(Key, Secret));

        await cluster.SendAsync(ClusterRequest.Get(path));
        await cluster.SendAsync(ClusterRequest.Post(path, new JsonObject { ["query"] = "바다 건너" }));

        Assert.Equal(2, fake.Requests.Count);
    }

    /// <summary>Each attempt is signed, with the token of keys for some hours.</summary>
    [Fact]
    public async Task SendAsync_BusyWithAToken_IsSignedAgain()
    {
        await using FakeCluster fake = await FakeCluster.StartAsync((context, count) => count == 1 ? FakeCluster.AnswerAsync(context, 429, "{}") : CheckAsync(context, count));
        using Cluster cluster = Connect(fake, new SessionAWSCredentials(Key, Secret, Token));

        Assert.Equal(Token, (await cluster.SendAsync(ClusterRequest.Bulk("i/_bulk", "{}\n"u8.ToArray()))).GetProperty("token").GetString());

        Assert.Equal(2, fake.Requests.Count);
    }

    /// <summary>Amazon repeats in its refusal what was signed.</summary>
    [Fact]
    public async Task SendAsync_WrongSecret_IsRefusedWithoutToken()
    {
        await using FakeCluster fake = await FakeCluster.StartAsync(CheckAsync);
        using Cluster cluster = Connect(fake, new SessionAWSCredentials(Key, "another", Token));

        OpenSearchException fault = await Assert.ThrowsAsync<OpenSearchException>(() => cluster.SendAsync(ClusterRequest.Get("")));

        Assert.Contains("403 the signature does not match: x-amz-security-token:(hidden)", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, $"{fault}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_KeysInTheEnvironment_AreTakenAndNotShown()
    {
        await using FakeCluster fake = await FakeCluster.StartAsync(CheckAsync);
        Dictionary<string, string> variables = new() { ["AWS_ACCESS_KEY_ID"] = Key, ["AWS_SECRET_ACCESS_KEY"] = Secret, ["AWS_SESSION_TOKEN"] = Token, ["AWS_EC2_METADATA_DISABLED"] = "true" };

        KoSparseProgram doctor = await KoSparseProgram.RunAsync(variables, "opensearch", "doctor", "--url", fake.Address.AbsoluteUri, "--aws-region", Region);

        Assert.Contains("is no OpenSearch", doctor.Error, StringComparison.Ordinal); // the signature was right
        Assert.DoesNotContain(Secret, doctor.Output + doctor.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, doctor.Output + doctor.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_NoKeys_SaysWhereTheyStand()
    {
        using Cluster cluster = new(new ClusterEndpoint(new Uri("http://127.0.0.1:9/"), new AwsCredential(Region, () => throw new AmazonClientException("nothing"))), Hasty);

        OpenSearchException fault = await Assert.ThrowsAsync<OpenSearchException>(() => cluster.SendAsync(ClusterRequest.Get("")));

        Assert.Contains("Set AWS_ACCESS_KEY_ID", fault.Message, StringComparison.Ordinal);
    }

    private static Cluster Connect(FakeCluster fake, AWSCredentials keys) => new(new ClusterEndpoint(fake.Address, new AwsCredential(Region, () => keys)), Hasty);

    private static async Task CheckAsync(HttpContext context, int count)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        Match said = Authorization().Match(context.Request.Headers.Authorization.ToString());
        Dictionary<string, string> headers = said.Groups["headers"].Value.Split(';').ToDictionary(name => name, name => context.Request.Headers[name].ToString());
        string expected = new SignatureV4(context.Request.Method, context.Features.Get<IHttpRequestFeature>()!.RawTarget, headers, body.ToArray()).Of(Secret, said.Groups["scope"].Value);
        string token = context.Request.Headers["x-amz-security-token"].ToString();
        bool complete = headers.ContainsKey("host") && (token.Length == 0 || headers.ContainsKey("x-amz-security-token")) && said.Groups["scope"].Value.EndsWith($"/{Region}/es/aws4_request", StringComparison.Ordinal);
        await (complete && said.Groups["signature"].Value == expected
            ? FakeCluster.AnswerAsync(context, 200, $$"""{"token":"{{token}}"}""")
            : FakeCluster.AnswerAsync(context, 403, $$"""{"message":"the signature does not match: x-amz-security-token:{{token}}"}"""));
    }

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/(?<scope>[^,]+), ?SignedHeaders=(?<headers>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex Authorization();
}
