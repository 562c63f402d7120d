using System.Net.Http.Headers;
using System.Text.Json;
using KoSparse.Encoding;
using KoSparse.Onnx;
using KoSparse.Search.Queries;
using KoSparse.Serving;
using KoSparse.Serving.Servers;
using Microsoft.AspNetCore.Builder;

namespace KoSparse.Tests.Serving;

/// <summary>The shipped model as a service on a free port of this machine.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private readonly WebApplication _service;
    private readonly IndexFollower? _index;

    private RunningService(OpenModel model, IndexFollower? index, WebApplication service) =>
        (Model, _index, _service, Http) = (model, index, service, new HttpClient { BaseAddress = new Uri(service.Urls.First()) });

    public OpenModel Model { get; }

    public HttpClient Http { get; }

    public static async Task<RunningService> StartAsync(ServiceOptions? options = null, string? index = null)
    {
        OpenModel model = OpenModel.Open(Path.Combine(SharedData.Root, "models", "mini"), OnnxNetwork.Open);
        IndexFollower? followed = index is null ? null : new IndexFollower(index, TimeSpan.FromMilliseconds(50));
        DocumentSearch? search = followed is null ? null : DocumentSearch.Follow(followed, model.Encoder, model.Tokenizer.Hash);
        WebApplication service = SparseService.Create(model, search, options ?? new ServiceOptions { Log = static exception => throw new InvalidOperationException("logged", exception) }, new ServerOptions());
        await service.StartAsync();
        return new RunningService(model, followed, service);
    }

    public Task StopAsync() => _service.StopAsync();

    public Task<HttpResponseMessage> PostAsync(string path, string body) => Http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, mediaType: JsonType));

    public async Task<JsonElement> AnswerAsync(string path, string body)
    {
        using HttpResponseMessage answer = await PostAsync(path, body);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _service.StopAsync();
        await _service.DisposeAsync();
        _index?.Dispose();
        Model.Dispose();
    }
}
