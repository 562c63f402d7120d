using System.Net;
using System.Text.Json;
using KoSparse.Data;
using KoSparse.Search.Indexing;
using KoSparse.Serving;
using KoSparse.Serving.Access;

namespace KoSparse.Tests.Serving;

public sealed class SparseServiceTests : IDisposable
{
    private const string Key = "0123456789abcdef";
    private const string Body = """{"inputs": "등대"}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/embed_sparse", "Bearer " + Key, 200)]
    [InlineData("/embed_sparse", "bearer " + Key, 200)]
    [InlineData("/embed_sparse", "Bearer " + Key + "0", 401)]
    [InlineData("/embed_sparse", Key, 401)]
    [InlineData("/embed_sparse", null, 401)]
    [InlineData("/nothing", null, 401)]
    public async Task Post_WithKeys_TakesThoseWhoHaveOne(string path, string? header, int status)
    {
        string file = Path.Combine(_folder.Path, "keys.txt");
        File.WriteAllText(file, Key);
        await using RunningService service = await RunningService.StartAsync(new ServiceOptions { Keys = new ApiKeys(file) });
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(Body, mediaType: new("application/json")) };
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", header);
        }

        using HttpResponseMessage answer = await service.Http.SendAsync(request);
        using HttpResponseMessage health = await service.Http.GetAsync(new Uri("/health", UriKind.Relative));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 401, answer.Headers.WwwAuthenticate.Any(scheme => scheme.Scheme == "Bearer"));
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    /// <summary>Of many at once some are refused, with when to come again, and all others are answered.</summary>
    [Fact]
    public async Task Post_MoreThanItTakesOn_IsToldWhenToAskAgain()
    {
        await using RunningService service = await RunningService.StartAsync(new ServiceOptions { MostWaiting = 2 });

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => service.PostAsync("/embed_sparse", Body)));

        Assert.All(answers, answer => Assert.True(answer.StatusCode == HttpStatusCode.OK
            || (answer.StatusCode == HttpStatusCode.TooManyRequests && answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1))));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task StopAsync_RequestUnderWay_IsAnswered()
    {
        await using RunningService service = await RunningService.StartAsync();
        using var body = new HeldContent(Body);
        Task<HttpResponseMessage> asked = body.PostAsync(new Uri(service.Http.BaseAddress!, "/embed_sparse"));
        await body.Asked;

        Task stopped = service.StopAsync();
        body.Release();

        Assert.Equal(HttpStatusCode.OK, (await asked).StatusCode);
        await stopped;
    }

    /// <summary>What terms, words or, of two joined lists, ranks give sums to the score.</summary>
    [Theory]
    [InlineData("sparse", "terms")]
    [InlineData("text", "words")]
    [InlineData("hybrid", "ranks")]
    public async Task Search_Question_ExplainsTheScore(string by, string list)
    {
        await using RunningService service = await RunningService.StartAsync(index: Index());

        JsonElement hit = (await service.AnswerAsync("/search", $$$"""{"query": "등대의 불빛", "k": 2, "by": "{{{by}}}", "filters": {"region": "south"}}""")).GetProperty("hits")[0];

        Assert.Equal("b", hit.GetProperty("id").GetString());
        float score = hit.GetProperty("score").GetSingle();
        Assert.InRange(score, 0.01f, 1000);
        Assert.Equal(score, hit.GetProperty(list).EnumerateArray().Sum(share => share.GetProperty("share").GetSingle()), score / 500);
    }

    /// <summary>As <c>kosparse index add</c> does it in another process.</summary>
    [Fact]
    public async Task Search_DocumentAddedMeanwhile_IsFound_Issue24()
    {
        await using RunningService service = await RunningService.StartAsync(index: Index());

        IndexBuild.Run(
            _folder.File("index"), [new Document("d", "항구", "항구의 배들이 새벽에 떠난다.")], service.Model.Encoder, service.Model.Tokenizer.Hash, replace: false);

        for (DateTime end = DateTime.UtcNow.AddMinutes(1); ; await Task.Delay(20))
        {
            JsonElement hits = (await service.AnswerAsync("/search", """{"query": "새벽의 항구"}""")).GetProperty("hits");
            if (hits.GetArrayLength() > 0 && hits[0].GetProperty("id").GetString() == "d")
            {
                break;
            }

            Assert.True(DateTime.UtcNow < end, "it was not found within a minute");
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"query": "등대", "k": 0}""")]
    [InlineData("""{"query": "등대", "k": 1e9}""")]
    [InlineData("""{"query": "등대", "by": "magic"}""")]
    [InlineData("""{"query": "등대", "filters": ["a"]}""")]
    [InlineData("""{"query": "등대", "filters": {"a": 1}}""")]
    public async Task Search_BadRequest_IsTold(string body)
    {
        await using RunningService service = await RunningService.StartAsync(index: Index());

        using HttpResponseMessage answer = await service.PostAsync("/search", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    /// <summary>Figures for Prometheus, the description of the service, and a page that shows it.</summary>
    [Fact]
    public async Task Get_MetricsAndDescription_TellOfWhatWasDone()
    {
        await using RunningService service = await RunningService.StartAsync();
        await service.AnswerAsync("/embed_sparse", """{"inputs": ["등대", "불빛"]}""");

        string metrics = await service.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        JsonElement description = JsonElement.Parse(await service.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        string page = await service.Http.GetStringAsync(new Uri("/docs/", UriKind.Relative));

        Assert.Matches("kosparse_batch_texts[^\\n]*_sum\\{[^\\n]*\\} [1-9]", metrics); // services of other tests beside it count too
        Assert.Contains("kosparse_texts_waiting", metrics, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration_seconds", metrics, StringComparison.Ordinal);
        Assert.Equal(
            ["/decode", "/document/elasticsearch", "/document/embed_sparse", "/document/inspect", "/document/opensearch"],
            description.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal).Take(5));
        Assert.Contains("inputs", description.GetProperty("components").GetProperty("schemas").GetProperty("TextsBody").GetProperty("properties").EnumerateObject().Select(member => member.Name));
        Assert.DoesNotContain("https://", page.Replace("https://github", "", StringComparison.Ordinal), StringComparison.Ordinal); // no network is needed
    }

    private string Index() => ServedDocuments.Index(_folder.File("index"));
}
