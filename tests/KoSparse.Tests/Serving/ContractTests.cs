using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using KoSparse.Data;
using KoSparse.Serving;
using KoSparse.Serving.Requests;
using KoSparse.Vectors;

namespace KoSparse.Tests.Serving;

/// <summary>What each of the service's contracts answers, over HTTP, beside the encoder itself.</summary>
public sealed class ContractTests(SharedService shared) : IClassFixture<SharedService>
{
    private const string Inputs = """{"inputs": ["등대는 배들에게 길을 알려 준다.", "섬마을 학교의 종소리"]}""";
    private const string Question = "등대는 무엇을 알려 주나요?";

    private static readonly string[] Texts = ["등대는 배들에게 길을 알려 준다.", "섬마을 학교의 종소리"];

    private readonly RunningService _service = shared.Service;

    [Theory]
    [InlineData("/embed_sparse")]
    [InlineData("/document/embed_sparse")]
    public async Task EmbedSparse_Texts_AreTheEncodersVectors(string path)
    {
        JsonElement answer = await _service.AnswerAsync(path, Inputs);

        Assert.Equal(
            _service.Model.Encoder.EncodeDocuments([.. Texts.Select(Document.Of)]).Select(Terms),
            answer.EnumerateArray().Select(vector => vector.EnumerateArray().Select(term => (term.GetProperty("index").GetInt32(), Rounded(term.GetProperty("value"))))));
    }

    /// <summary>The kind of a text by its path, as text-embeddings-inference names prompts, and as Elasticsearch names inputs.</summary>
    [Theory]
    [InlineData("/query/embed_sparse", "")]
    [InlineData("/embed_sparse", ", \"prompt_name\": \"query\"")]
    [InlineData("/document/embed_sparse", ", \"input_type\": \"search\"")]
    public async Task EmbedSparse_Question_IsEncodedAsOne(string path, string member)
    {
        JsonElement answer = await _service.AnswerAsync(path, $$"""{"inputs": "{{Question}}"{{member}}}""");

        Assert.Equal(
            Terms(_service.Model.Encoder.EncodeQueries([Question])[0]),
            Assert.Single(answer.EnumerateArray()).EnumerateArray().Select(term => (term.GetProperty("index").GetInt32(), Rounded(term.GetProperty("value")))));
    }

    /// <summary>ml-commons 2.19 reads an answer piece by piece, and each as UTF-8 by itself.</summary>
    [Theory]
    [InlineData(Inputs)]
    [InlineData("""{"input": ["등대는 배들에게 길을 알려 준다.", "섬마을 학교의 종소리"]}""")]
    [InlineData("""["등대는 배들에게 길을 알려 준다.", "섬마을 학교의 종소리"]""")]
    public async Task OpenSearch_Texts_AreMapsOfTokensInAscii(string body)
    {
        using HttpResponseMessage answer = await _service.PostAsync("/opensearch", body);
        byte[] bytes = await answer.Content.ReadAsByteArrayAsync();

        Assert.All(bytes, b => Assert.InRange(b, 0, 127));
        Assert.Equal(
            _service.Model.Encoder.EncodeDocuments([.. Texts.Select(Document.Of)]).Select(vector => vector.Terms().Select(term => (_service.Model.Tokenizer.Vocabulary[term.TokenId], Rounded(term.Weight)))),
            JsonElement.Parse(bytes).EnumerateArray().Select(map => map.EnumerateObject().Select(term => (term.Name, Rounded(term.Value)))));
    }

    [Fact]
    public async Task Elasticsearch_Texts_AreListsOfTheSameLength()
    {
        JsonElement answer = await _service.AnswerAsync("/elasticsearch", Inputs);

        Assert.Equal(
            _service.Model.Encoder.EncodeDocuments([.. Texts.Select(Document.Of)]).Select(vector => vector.Terms().Select(term => (_service.Model.Tokenizer.Vocabulary[term.TokenId], Rounded(term.Weight)))),
            answer.GetProperty("data").EnumerateArray().Select(vector => vector.GetProperty("tokens").EnumerateArray().Zip(
                vector.GetProperty("weights").EnumerateArray(), (token, weight) => (token.GetString()!, Rounded(weight)))));
    }

    /// <summary>An empty text has an empty vector where the contract does not forbid it.</summary>
    [Fact]
    public async Task OpenSearch_EmptyText_IsAnEmptyMap()
    {
        JsonElement answer = await _service.AnswerAsync("/opensearch", """{"inputs": ["", "종소리"]}""");

        Assert.Equal([false, true], answer.EnumerateArray().Select(map => map.EnumerateObject().Any()));
    }

    [Fact]
    public async Task Tokenize_ThenDecode_GivesTheText()
    {
        JsonElement tokens = (await _service.AnswerAsync("/tokenize", """{"inputs": "😀 등대가 있다"}"""))[0];
        string ids = string.Join(',', tokens.EnumerateArray().Select(token => token.GetProperty("id").GetInt32()));
        JsonElement text = await _service.AnswerAsync("/decode", $$"""{"ids": [{{ids}}]}""");

        Assert.True(tokens[0].GetProperty("special").GetBoolean());
        Assert.Equal(JsonValueKind.Null, tokens[0].GetProperty("start").ValueKind);
        Assert.Contains(tokens.EnumerateArray(), token => token.GetProperty("text").GetString() == "등대" && token.GetProperty("start").GetInt32() == 2); // the smiley is one code point
        Assert.EndsWith("등대가 있다", text[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/embed_sparse", """{"inputs": []}""", 400, "Empty")]
    [InlineData("/embed_sparse", """{"inputs": ["등대", ""]}""", 400, "Empty")]
    [InlineData("/embed_sparse", "{}", 400, "Validation")]
    [InlineData("/embed_sparse", """{"inputs": 7}""", 400, "Validation")]
    [InlineData("/embed_sparse", """{"inputs": ["등대", null]}""", 400, "Validation")]
    [InlineData("/embed_sparse", """{"inputs": "\ud800"}""", 400, "Validation")]
    [InlineData("/embed_sparse", """{"\udc00": 1, "inputs": "등대"}""", 400, "Validation")]
    [InlineData("/embed_sparse", """{"inputs": "등대", "prompt_name": "song"}""", 400, "Validation")]
    [InlineData("/embed_sparse", """{"inputs": "등대", "truncate": 1}""", 400, "Validation")]
    [InlineData("/embed_sparse", """{"inputs": """, 400, "Validation")]
    [InlineData("/embed_sparse", "", 400, "Validation")]
    [InlineData("/decode", """{"ids": [24000]}""", 422, "Tokenizer")]
    [InlineData("/decode", """{"ids": "2"}""", 400, "Validation")]
    [InlineData("/embed_sparse?api_key=secret-of-sixteen", Inputs, 400, "Validation")]
    [InlineData("/search", """{"query": "등대"}""", 404, "Validation")]
    public async Task Post_BadRequest_IsToldAndTheNextIsAnswered(string path, string body, int status, string kind)
    {
        using HttpResponseMessage answer = await _service.PostAsync(path, body);
        JsonElement fault = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync());

        Assert.Equal((status, kind), ((int)answer.StatusCode, fault.GetProperty("error_type").GetString()));
        Assert.NotEqual("", fault.GetProperty("error").GetString());
        Assert.DoesNotContain("secret-of", fault.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, (await _service.AnswerAsync("/embed_sparse", Inputs)).GetArrayLength());
    }

    /// <summary>A character of one byte becomes seventy bytes of an answer, so that all texts of a request have one bound, and so have ids.</summary>
    [Fact]
    public async Task Tokenize_TextsThatAreLongTogether_AreRefused_Issue21()
    {
        int longest = new RequestLimits().TextLength;
        using HttpResponseMessage largest = await _service.PostAsync("/tokenize", $$"""{"inputs": "{{new string(',', longest)}}"}""");
        using HttpResponseMessage two = await _service.PostAsync("/tokenize", $$"""{"inputs": ["{{new string(',', longest)}}", ","]}""");
        using HttpResponseMessage ids = await _service.PostAsync("/decode", $$"""{"ids": [[{{string.Join(',', Enumerable.Repeat(5, 100_000))}}], [5]]}""");

        Assert.Equal([200, 413, 413], new[] { largest, two, ids }.Select(answer => (int)answer.StatusCode));
        Assert.InRange((await largest.Content.ReadAsByteArrayAsync()).Length, 50 * longest, 80 * longest);
    }

    /// <summary>Too many texts, too long ones, ones that windows do not hold, bodies that are too large or nested deeply.</summary>
    [Fact]
    public async Task Post_TooMuch_IsRefused()
    {
        var limits = new RequestLimits();
        string many = $$"""{"inputs": [{{string.Join(',', Enumerable.Repeat("\"등대\"", limits.Texts + 1))}}]}""";
        string @long = $$"""{"inputs": "{{new string('가', limits.TextLength + 1)}}"}""";
        string cut = $$"""{"inputs": "{{string.Concat(Enumerable.Repeat("등대와 배 ", 400))}}", "truncate": false}""";
        string large = new(' ', 2_000_001);
        string deep = string.Concat(Enumerable.Repeat("[", 10_000));

        int[] statuses = await Task.WhenAll(new[] { many, @long, cut, large, deep }.Select(async body =>
        {
            using HttpResponseMessage answer = await _service.PostAsync("/embed_sparse", body);
            return (int)answer.StatusCode;
        }));

        Assert.Equal([413, 413, 413, 413, 400], statuses);
        Assert.Single((await _service.AnswerAsync("/embed_sparse", cut.Replace("false", "true", StringComparison.Ordinal))).EnumerateArray());
    }

    [Fact]
    public async Task Post_NoUtf8_IsRefused()
    {
        using var content = new ByteArrayContent([.. """{"inputs": " """u8, 0xC3, 0x28, .. "\"}"u8]) { Headers = { ContentType = new("application/json") } };
        using HttpResponseMessage answer = await _service.Http.PostAsync(new Uri("/embed_sparse", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Get_OfWhatTakesPost_SaysSo()
    {
        using HttpResponseMessage answer = await _service.Http.GetAsync(new Uri("/embed_sparse", UriKind.Relative));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains("POST", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Connections that say nothing, or half of something, take nobody's turn.</summary>
    [Fact]
    public async Task Post_BesideManySilentConnections_IsAnswered()
    {
        List<Socket> silent = [];
        for (int i = 0; i < 400; i++)
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, _service.Http.BaseAddress!.Port);
            await socket.SendAsync(i % 2 == 0 ? [] : "POST /embed_sparse HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"u8.ToArray());
            silent.Add(socket);
        }

        using HttpResponseMessage health = await _service.Http.GetAsync(new Uri("/health", UriKind.Relative));
        silent.ForEach(socket => socket.Dispose());

        Assert.True(health.IsSuccessStatusCode);
        Assert.Equal(2, (await _service.AnswerAsync("/embed_sparse", Inputs)).GetArrayLength());
    }

    /// <summary>A body of 1 GB is refused by its length, before any of it is there; one that does not say its length, soon after the limit.</summary>
    [Theory]
    [InlineData("Content-Length: 1000000000", "")]
    [InlineData("Transfer-Encoding: chunked", "100000\r\n")]
    public async Task Post_BodyOfAGigabyte_IsRefusedEarly(string length, string piece)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _service.Http.BaseAddress!.Port);
        await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes($"POST /embed_sparse HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{length}\r\n\r\n"));
        byte[] spaces = System.Text.Encoding.ASCII.GetBytes($"{piece}{new string(' ', 1 << 20)}\r\n");
        for (int i = 0; i < 4 && piece.Length > 0; i++)
        {
            await socket.SendAsync(spaces);
        }

        byte[] answer = new byte[1 << 12];
        int read = await socket.ReceiveAsync(answer).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.StartsWith("HTTP/1.1 413 ", System.Text.Encoding.ASCII.GetString(answer, 0, read), StringComparison.Ordinal);
        Assert.Equal(2, (await _service.AnswerAsync("/embed_sparse", Inputs)).GetArrayLength());
    }

    /// <summary>A page of elsewhere whose name was pointed here calls the service by that name. It is told so in the form of every fault, whatever it asks for.</summary>
    [Theory]
    [InlineData("/embed_sparse", "rebound.example")]
    [InlineData("/", "localhost.rebound.example:8080")]
    [InlineData("/health", "8.8.8.8")]
    public async Task Get_ByTheNameOfAnother_IsRefusedInJson_Issue21(string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
        using HttpResponseMessage answer = await _service.Http.SendAsync(request);
        JsonElement fault = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync());

        Assert.Equal((HttpStatusCode.BadRequest, "Validation"), (answer.StatusCode, fault.GetProperty("error_type").GetString()));
        Assert.Contains("--host", fault.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(host, fault.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, (await _service.AnswerAsync("/embed_sparse", Inputs)).GetArrayLength());
    }

    [Fact]
    public async Task Get_FromAPageOfAnotherOrigin_IsNotAllowedToRead()
    {
        await using RunningService open = await RunningService.StartAsync(new ServiceOptions { Origins = ["https://korean.example"] });

        Assert.Null(await AllowedAsync(_service, "https://korean.example"));
        Assert.Null(await AllowedAsync(open, "https://other.example"));
        Assert.Equal("https://korean.example", await AllowedAsync(open, "https://korean.example"));
    }

    private static async Task<string?> AllowedAsync(RunningService service, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/info") { Headers = { { "Origin", origin } } };
        using HttpResponseMessage answer = await service.Http.SendAsync(request);
        return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out IEnumerable<string>? allowed) ? allowed.Single() : null;
    }

    /// <summary>Texts encoded beside others are padded, and differ in the last digits.</summary>
    private static IEnumerable<(int Id, double Weight)> Terms(SparseVector vector) => vector.Terms().Select(term => (term.TokenId, Rounded(term.Weight)));

    private static double Rounded(float weight) => Math.Round(weight, 4);

    private static double Rounded(JsonElement weight) => Rounded(weight.GetSingle());
}
