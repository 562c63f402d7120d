using System.Net;
using System.Text.Json;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Onnx;
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
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(Body) };
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

    /// <summary>What terms and words give sums to the score where one field is compared.</summary>
    [Theory]
    [InlineData("sparse", "terms")]
    [InlineData("text", "words")]
    public async Task Search_Question_ExplainsTheScore(string by, string list)
    {
        await using RunningService service = await RunningService.StartAsync(index: Index());

        JsonElement hit = (await service.AnswerAsync("/search", $$$"""{"query": "등대의 불빛", "k": 2, "by": "{{{by}}}", "filters": {"region": "south"}}""")).GetProperty("hits")[0];

        Assert.Equal("b", hit.GetProperty("id").GetString());
        float score = hit.GetProperty("score").GetSingle();
        Assert.InRange(score, 0.1f, 1000);
        Assert.Equal(score, hit.GetProperty(list).EnumerateArray().Sum(share => share.GetProperty("share").GetSingle()), score / 500);
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

    private string Index()
    {
        string folder = Path.Combine(_folder.Path, "index");
        using OpenModel model = OpenModel.Open(Path.Combine(SharedData.Root, "models", "mini"), OnnxNetwork.Open);
        Document[] documents =
        [
            new("a", "", "북쪽 등대의 불빛은 약하다.") { Fields = """{"region": "north"}""" },
            new("b", "", "남쪽 등대의 불빛은 멀리 간다.") { Fields = """{"region": "south"}""" },
            new("c", "", "마을 학교의 종소리") { Fields = """{"region": "south"}""" },
        ];
        IndexBuild.Run(folder, documents, model.Encoder, model.Tokenizer.Hash, replace: true);
        return folder;
    }
}
