using System.Collections.Concurrent;
using System.Diagnostics;
using KoSparse.Data;
using KoSparse.Serving.Batching;
using KoSparse.Serving.Faults;
using KoSparse.Serving.Telemetry;
using KoSparse.Vectors;

namespace KoSparse.Tests.Serving;

/// <summary>What a trace of the service holds, beside what ASP.NET tells of the request.</summary>
public sealed class SpansTests : IDisposable
{
    private const string Asker = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;
    private readonly TemporaryFolder _folder = new();

    public SpansTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Spans.SourceName or "Microsoft.AspNetCore",
            Sample = (ref options) => $"{options.Parent.TraceId}" == Asker[3..35] ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Post_Documents_WaitAndAreEncodedUnderTheRequest_Issue21()
    {
        await using RunningService service = await RunningService.StartAsync();
        await AskAsync(service, "/embed_sparse", """{"inputs": ["북쪽 등대", "남쪽 등대의 불빛"]}""");

        Activity request = Single("Microsoft.AspNetCore.Hosting.HttpRequestIn"), wait = Single("kosparse.wait"), encode = Single("kosparse.encode");
        Assert.All([wait, encode], span => Assert.Equal((request.SpanId, request.TraceId), (span.ParentSpanId, span.TraceId)));
        Assert.Equal(2, wait.GetTagItem("kosparse.texts"));
        Assert.Equal(("document", 2, 2), (encode.GetTagItem("kosparse.kind"), encode.GetTagItem("kosparse.texts"), encode.GetTagItem("kosparse.batch.texts")));
        Assert.InRange(Assert.IsType<int>(encode.GetTagItem("kosparse.terms")), 4, 1000);
        Assert.InRange(wait.StartTimeUtc + wait.Duration, request.StartTimeUtc, encode.StartTimeUtc);
        Assert.Equal(ActivityStatusCode.Unset, encode.Status);
        AssertNoText();
    }

    [Fact]
    public async Task Post_Question_IsEncodedWithoutWaiting_Issue21()
    {
        await using RunningService service = await RunningService.StartAsync();
        await AskAsync(service, "/query/embed_sparse", """{"inputs": "등대의 불빛은?"}""");

        Activity encode = Single("kosparse.encode");
        Assert.Equal(Single("Microsoft.AspNetCore.Hosting.HttpRequestIn").SpanId, encode.ParentSpanId);
        Assert.Equal("query", encode.GetTagItem("kosparse.kind"));
        Assert.DoesNotContain(_ended, span => span.OperationName == "kosparse.wait");
        AssertNoText();
    }

    [Fact]
    public async Task Post_Search_TellsWhatItFound_Issue21()
    {
        await using RunningService service = await RunningService.StartAsync(index: ServedDocuments.Index(_folder.File("index")));
        await AskAsync(service, "/search", """{"query": "등대의 불빛", "by": "hybrid"}""");

        Activity search = Single("kosparse.search");
        Assert.Equal(Single("Microsoft.AspNetCore.Hosting.HttpRequestIn").SpanId, search.ParentSpanId);
        Assert.Equal(("both", 2), (search.GetTagItem("kosparse.search.by"), search.GetTagItem("kosparse.hits")));
        Assert.InRange(Assert.IsType<int>(search.GetTagItem("kosparse.terms")), 1, 10);
        AssertNoText();
    }

    /// <summary>Requests that are encoded together have each a span of its own, which says how many there were.</summary>
    [Fact]
    public async Task EncodeAsync_RequestsTogether_HaveSpansOfTheirOwn_Issue21()
    {
        var encoder = new HeldEncoder();
        await using var batches = new BatchedEncoder(encoder, 10);
        using Activity asker = new Activity("asker").SetParentId(Asker).Start();
        Task first = batches.EncodeAsync(TextKind.Document, [Document.Of("1")], default);
        await encoder.Busy;
        Task[] others = [batches.EncodeAsync(TextKind.Document, [Document.Of("2"), Document.Of("3")], default), batches.EncodeAsync(TextKind.Document, [Document.Of("4")], default)];
        encoder.Release();
        await Task.WhenAll([first, .. others]);

        Activity[] spans = [.. _ended.Where(span => span.OperationName == "kosparse.encode")];
        Assert.Equal([(1, 1), (2, 3), (1, 3)], spans.Select(span => ((int)span.GetTagItem("kosparse.texts")!, (int)span.GetTagItem("kosparse.batch.texts")!)));
        Assert.All(spans, span => Assert.Equal(asker.SpanId, span.ParentSpanId));
        Assert.Equal(3, _ended.Count(span => span.OperationName == "kosparse.wait"));
    }

    [Fact]
    public async Task EncodeAsync_ModelFails_SpanSaysSo_Issue21()
    {
        var encoder = new HeldEncoder { Fault = new InvalidOperationException("no memory") };
        encoder.Release();
        await using var batches = new BatchedEncoder(encoder, 10);
        using Activity asker = new Activity("asker").SetParentId(Asker).Start();

        await Assert.ThrowsAsync<ServiceException>(() => batches.EncodeAsync(TextKind.Document, [Document.Of("1")], default));

        Assert.Equal(ActivityStatusCode.Error, Single("kosparse.encode").Status);
    }

    private Activity Single(string name) => Assert.Single(_ended, span => span.OperationName == name);

    private void AssertNoText() => Assert.All(
        _ended.Where(span => span.Source.Name == Spans.SourceName), span => Assert.DoesNotContain(span.TagObjects, tag => $"{tag.Value}".Any(letter => letter is >= '가' and <= '힣')));

    private async Task AskAsync(RunningService service, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, mediaType: new("application/json")) };
        request.Headers.Add("traceparent", Asker);
        using HttpResponseMessage answer = await service.Http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode);
        Assert.True(SpinWait.SpinUntil(() => _ended.Any(span => span.Kind == ActivityKind.Server), TimeSpan.FromMinutes(1))); // it ends after the answer
    }

    /// <summary>Gives each text one term, or fails, once it is released.</summary>
    private sealed class HeldEncoder : ISparseEncoder
    {
        private readonly TaskCompletionSource _busy = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new();

        public int VocabularySize => 10;

        public Exception? Fault { get; init; }

        public Task Busy => _busy.Task.WaitAsync(TimeSpan.FromMinutes(1));

        public void Release() => _released.SetResult();

        public IReadOnlyList<SparseVector> EncodeQueries(IReadOnlyList<string> texts) => throw new NotSupportedException();

        public IReadOnlyList<SparseVector> EncodeDocuments(IReadOnlyList<Document> documents, IProgress<int>? progress = null)
        {
            _busy.TrySetResult();
            Assert.True(_released.Task.Wait(TimeSpan.FromMinutes(1)));
            return Fault is null ? [.. documents.Select(_ => SparseVector.FromTerms([new TermWeight(1, 1)]))] : throw Fault;
        }
    }
}
