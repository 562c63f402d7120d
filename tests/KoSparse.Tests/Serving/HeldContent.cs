using System.Net;

namespace KoSparse.Tests.Serving;

/// <summary>A body that is sent when the server has begun to read it (100 Continue, RFC 9110 10.1.1), and then when the test says so.</summary>
internal sealed class HeldContent(string text) : HttpContent
{
    private readonly TaskCompletionSource _asked = new();
    private readonly TaskCompletionSource _released = new();

    /// <summary>Ends when the server has begun to read.</summary>
    public Task Asked => _asked.Task.WaitAsync(TimeSpan.FromMinutes(1));

    public void Release() => _released.SetResult();

    /// <summary>Sends it.</summary>
    public async Task<HttpResponseMessage> PostAsync(Uri address)
    {
        Headers.ContentType = new("application/json");
        using var http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) });
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = this, Headers = { ExpectContinue = true } };
        return await http.SendAsync(request);
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        _asked.SetResult();
        await _released.Task;
        await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = System.Text.Encoding.UTF8.GetByteCount(text);
        return true;
    }
}
