using Microsoft.AspNetCore.Http;

namespace KoSparse.OpenSearch.Tests.Nodes;

/// <summary>Stands between a client and a node, and does what networks and busy clusters do: refuses, cuts answers, cuts requests, is slow.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly HttpClient _node;
    private readonly FakeCluster _server;

    private FaultyProxy(HttpClient node, FakeCluster server) => (_node, _server) = (node, server);

    public Uri Address => _server.Address;

    /// <summary>How often it misbehaved.</summary>
    public int Faults { get; private set; }

    public static async Task<FaultyProxy> StartAsync(Uri node)
    {
        HttpClient client = new() { BaseAddress = node };
        FaultyProxy? proxy = null;
        proxy = new(client, await FakeCluster.StartAsync((context, count) => proxy!.PassAsync(context, count)));
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _node.Dispose();
    }

    private async Task PassAsync(HttpContext context, int count)
    {
        int kind = count % 6;
        Faults += kind is 1 or 2 or 3 or 5 ? 1 : 0;
        switch (kind)
        {
            case 1:
                await FakeCluster.AnswerAsync(context, 429, """{"error":{"type":"rejected_execution_exception","reason":"too many"},"status":429}""");
                return;
            case 2:
                context.Abort(); // the request never arrives
                return;
            case 5:
                await Task.Delay(50);
                break;
        }

        using HttpResponseMessage answer = await ForwardAsync(_node, context);
        byte[] bytes = await answer.Content.ReadAsByteArrayAsync();
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        if (kind == 3) // it arrived and was done, and the answer is lost on its way
        {
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await context.Response.Body.WriteAsync(bytes);
    }

    /// <summary>Asks a node what was asked here.</summary>
    public static async Task<HttpResponseMessage> ForwardAsync(HttpClient node, HttpContext context)
    {
        using HttpRequestMessage request = new(new HttpMethod(context.Request.Method), $"{context.Request.Path}{context.Request.QueryString}".TrimStart('/'));
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        return await node.SendAsync(request);
    }
}
