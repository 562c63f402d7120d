using System.Net;
using System.Net.Sockets;
using KoSparse.Serving;
using KoSparse.Serving.Requests;

namespace KoSparse.Tests.Serving;

/// <summary>Who sends or reads so slowly that a turn would never end is cut off: of a service that takes on one request at a time the next one is answered.</summary>
public sealed class SlowClientTests
{
    private const string Body = """{"inputs": "등대는 배들에게 길을 알려 준다."}""";

    [Theory]
    [InlineData("POST /embed_sparse HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{", " ")]
    [InlineData("GET /info HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", "a")]
    public async Task Request_ByteByByte_IsCutOffAndTheNextIsAnswered_Issue21(string begin, string further)
    {
        await using RunningService service = await RunningService.StartAsync(new ServiceOptions { MostRequests = 1 });
        using Socket slow = await ConnectAsync(service, begin);

        for (int sent = 0; sent < 60 && !slow.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectRead); sent++)
        {
            await slow.SendAsync(System.Text.Encoding.ASCII.GetBytes(further));
        }

        byte[] answer = new byte[1 << 12];
        int read = await slow.ReceiveAsync(answer);
        Assert.StartsWith("HTTP/1.1 408 ", System.Text.Encoding.ASCII.GetString(answer, 0, read), StringComparison.Ordinal);
        Assert.Single((await service.AnswerAsync("/embed_sparse", Body)).EnumerateArray());
    }

    /// <summary>An answer of 14 MB, of which nothing is read: what the system does not buffer keeps the turn, until its time is over.</summary>
    [Fact]
    public async Task Answer_ThatIsNeverRead_IsCutOffAndTheNextIsAnswered_Issue21()
    {
        await using RunningService service = await RunningService.StartAsync(new ServiceOptions { MostRequests = 1 });
        string large = $$"""{"inputs": "{{new string(',', new RequestLimits().TextLength)}}"}""";
        using Socket deaf = await ConnectAsync(service, $"POST /tokenize HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {large.Length}\r\n\r\n{large}");
        Assert.True(deaf.Poll(TimeSpan.FromMinutes(1), SelectMode.SelectRead)); // the answer has begun

        List<HttpStatusCode> statuses = [];
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        do
        {
            using HttpResponseMessage next = await service.PostAsync("/embed_sparse", Body);
            statuses.Add(next.StatusCode);
            await Task.Delay(100, patience.Token);
        }
        while (statuses[^1] == HttpStatusCode.TooManyRequests);

        Assert.Equal(HttpStatusCode.OK, statuses[^1]);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[0]); // it had the turn
    }

    private static async Task<Socket> ConnectAsync(RunningService service, string text)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1 << 12 };
        await socket.ConnectAsync(IPAddress.Loopback, service.Http.BaseAddress!.Port);
        await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(text));
        return socket;
    }
}
