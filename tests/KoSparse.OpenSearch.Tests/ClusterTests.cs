using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KoSparse.OpenSearch.Tests.Nodes;
using KoSparse.Tests;
using Microsoft.AspNetCore.Http;

namespace KoSparse.OpenSearch.Tests;

public sealed class ClusterTests
{
    private const string Secret = "s3cret-of-mine";

    private static readonly ClusterPatience Hasty = new(4, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(20));

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(502)]
    public async Task SendAsync_BusyThreeTimes_AnswersInTheEnd(int status)
    {
        List<string> told = [];
        await using FakeCluster fake = await FakeCluster.StartAsync((context, count) => FakeCluster.AnswerAsync(context, count <= 3 ? status : 200, """{"ok":true}"""));
        using Cluster cluster = new(new ClusterEndpoint(fake.Address), Hasty, told.Add);

        Assert.True((await cluster.SendAsync(ClusterRequest.Get("x"))).GetProperty("ok").GetBoolean());

        Assert.Equal(4, fake.Requests.Count);
        Assert.Equal(3, told.Count);
        Assert.All(told, line => Assert.StartsWith($"The cluster answered {status}; trying again in 0.0 s.", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task SendAsync_BusyForEver_SaysThatItIs()
    {
        await using FakeCluster fake = await FakeCluster.StartAsync((context, _) => FakeCluster.AnswerAsync(
            context, 429, """{"error":{"type":"rejected","reason":"queue full","caused_by":{"reason":"coordinating bytes"}}}"""));
        using Cluster cluster = new(new ClusterEndpoint(fake.Address), Hasty);

        OpenSearchException fault = await Assert.ThrowsAsync<OpenSearchException>(() => cluster.SendAsync(ClusterRequest.Post("i/_search")));

        Assert.Equal(5, fake.Requests.Count);
        Assert.Equal($"{fake.Address.Authority}: POST /i/_search: 429 queue full: coordinating bytes. The cluster is busy or not ready: try again later.", fault.Message);
    }

    /// <summary>A full disk is not waited for: it is full until somebody makes room.</summary>
    [Theory]
    [InlineData(429, "cluster_block_exception", 1, "The index takes no writes.")]
    [InlineData(429, "rejected_execution_exception", 5, "The cluster is busy or not ready")]
    [InlineData(503, "cluster_block_exception", 5, "The cluster is busy or not ready")]
    public async Task SendAsync_Block_IsToldAtOnceAndOthersWaitedFor(int status, string type, int requests, string advice)
    {
        await using FakeCluster fake = await FakeCluster.StartAsync((context, _) => FakeCluster.AnswerAsync(
            context, status, $$"""{"error":{"type":"{{type}}","reason":"index [i] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark]"},"status":{{status}}}"""));
        using Cluster cluster = new(new ClusterEndpoint(fake.Address), Hasty);

        OpenSearchException fault = await Assert.ThrowsAsync<OpenSearchException>(() => cluster.SendAsync(ClusterRequest.Post("i/_doc")));

        Assert.Equal(requests, fake.Requests.Count);
        Assert.Contains("flood-stage watermark]. " + advice, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>An absurd pause is not kept: the test would not end.</summary>
    [Fact]
    public async Task SendAsync_PauseOfADay_IsNotKept()
    {
        await using FakeCluster fake = await FakeCluster.StartAsync((context, count) =>
        {
            context.Response.Headers.RetryAfter = "86400";
            return FakeCluster.AnswerAsync(context, count == 1 ? 429 : 200, "{}");
        });
        using Cluster cluster = new(new ClusterEndpoint(fake.Address), Hasty);

        await cluster.SendAsync(ClusterRequest.Get("")).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(2, fake.Requests.Count);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task SendAsync_AnswerCut_IsAskedAgainWhereThatDoesNoHarm(bool repeatable, int requests)
    {
        await using FakeCluster fake = await FakeCluster.StartAsync(CutFirstAsync);
        using Cluster cluster = new(new ClusterEndpoint(fake.Address), Hasty);

        Exception? fault = await Record.ExceptionAsync(() => cluster.SendAsync(ClusterRequest.Post("x") with { IsRepeatable = repeatable }));

        Assert.Equal(requests, fake.Requests.Count);
        Assert.Equal(repeatable, fault is null);
        Assert.True(fault is null or OpenSearchException, $"{fault}");
    }

    private static async Task CutFirstAsync(HttpContext context, int count)
    {
        context.Response.ContentLength = count == 1 ? 100 : 2;
        await context.Response.WriteAsync("{}");
        await context.Response.Body.FlushAsync();
        if (count == 1)
        {
            context.Abort();
        }
    }

    [Fact]
    public async Task SendAsync_ErrorThatRepeatsTheSecret_DoesNotTellIt()
    {
        string pair = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"admin:{Secret}"));
        await using FakeCluster fake = await FakeCluster.StartAsync((context, _) => FakeCluster.AnswerAsync(context, 401, $$"""{"error":"no \u001b[31muser for {{pair}} or {{Secret}}"}"""));
        ClusterEndpoint endpoint = ClusterEndpoint.Of(new ClusterSettings { Url = fake.Address.AbsoluteUri.Replace("//", $"//admin:{Secret}@", StringComparison.Ordinal) });
        using Cluster cluster = new(endpoint, Hasty);

        OpenSearchException fault = await Assert.ThrowsAsync<OpenSearchException>(() => cluster.SendAsync(ClusterRequest.Get("")));

        Assert.Equal([$"GET / Basic {pair}"], fake.Requests);
        Assert.Equal(HttpStatusCode.Unauthorized, fault.Status);
        Assert.Equal($"{fake.Address.Authority}: GET /: 401 no \uFFFD[31muser for (hidden) or (hidden). The cluster does not know this user or key.", fault.Message);
        Assert.DoesNotContain(Secret, $"{endpoint} {fault}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_Redirect_IsNotFollowed()
    {
        await using FakeCluster fake = await FakeCluster.StartAsync((context, _) =>
        {
            context.Response.Redirect("http://127.0.0.1:9/");
            return Task.CompletedTask;
        });
        using Cluster cluster = new(new ClusterEndpoint(fake.Address, ClusterCredential.Header($"X-Key: {Secret}")), Hasty);

        OpenSearchException fault = await Assert.ThrowsAsync<OpenSearchException>(() => cluster.SendAsync(ClusterRequest.Get("")));

        Assert.Contains("302", fault.Message, StringComparison.Ordinal);
        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task SendAsync_NobodyThere_SaysWhatToStart()
    {
        using Cluster cluster = new(new ClusterEndpoint(new Uri("http://127.0.0.1:9/")), Hasty);

        OpenSearchException fault = await Assert.ThrowsAsync<OpenSearchException>(() => cluster.SendAsync(ClusterRequest.Get("")));

        Assert.StartsWith("127.0.0.1:9 cannot be reached (", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("or name another with --url.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_NoJson_SaysThatSomethingStandsInBetween()
    {
        await using FakeCluster fake = await FakeCluster.StartAsync((context, _) => context.Response.WriteAsync("<html>"));
        using Cluster cluster = new(new ClusterEndpoint(fake.Address), Hasty);

        OpenSearchException fault = await Assert.ThrowsAsync<OpenSearchException>(() => cluster.SendAsync(ClusterRequest.Get("")));

        Assert.Contains("no JSON", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The machine's own list knows neither certificate; the pinned one is trusted by its hash, the signed one by its authority and name.</summary>
    [Fact]
    public async Task SendAsync_CertificateOfOurOwn_IsTrustedAsSaid()
    {
        using TemporaryFolder folder = new();
        using X509Certificate2 certificate = SelfSigned("127.0.0.1");
        using X509Certificate2 other = SelfSigned("127.0.0.1");
        string authority = folder.Write("ca.pem", certificate.ExportCertificatePem());
        string stranger = folder.Write("other.pem", other.ExportCertificatePem());
        await using FakeCluster fake = await FakeCluster.StartAsync((context, _) => FakeCluster.AnswerAsync(context, 200, "{}"), certificate);

        Assert.Null(await AskAsync(new ClusterSettings { CertificateAuthority = authority }));
        Assert.Null(await AskAsync(new ClusterSettings { Fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256) }));
        foreach (ClusterSettings untrusted in (ClusterSettings[])[new(), new() { CertificateAuthority = stranger }, new() { Fingerprint = new string('0', 64) }])
        {
            Assert.Contains("a certificate that is not trusted", await AskAsync(untrusted), StringComparison.Ordinal);
        }

        async Task<string?> AskAsync(ClusterSettings settings)
        {
            using Cluster cluster = new(ClusterEndpoint.Of(settings with { Url = fake.Address.AbsoluteUri }), Hasty);
            return (await Record.ExceptionAsync(() => cluster.SendAsync(ClusterRequest.Get(""))))?.Message;
        }
    }

    [Fact]
    public void ToCurl_QuoteInTheBody_StaysOneArgument()
    {
        ClusterRequest request = ClusterRequest.Post("i/_search", new System.Text.Json.Nodes.JsonObject { ["q"] = "서울의 '옛' 이름" });

        Assert.Equal(
            """curl -X POST 'http://localhost:9200/i/_search' -H 'Content-Type: application/json' -d '{"q":"서울의 \u0027옛\u0027 이름"}'""",
            request.ToCurl(new Uri("http://localhost:9200/")));
    }

    private static X509Certificate2 SelfSigned(string address)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=kosparse test", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
