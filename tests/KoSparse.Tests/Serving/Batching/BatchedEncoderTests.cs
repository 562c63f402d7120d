using System.Collections.Concurrent;
using KoSparse.Data;
using KoSparse.Serving.Batching;
using KoSparse.Serving.Faults;
using KoSparse.Vectors;

namespace KoSparse.Tests.Serving.Batching;

public sealed class BatchedEncoderTests
{
    private static readonly Document[] One = [Document.Of("1")];

    /// <summary>While the first text is encoded three requests come; they are encoded together, and each gets its own.</summary>
    [Fact]
    public async Task EncodeAsync_WhileBusy_JoinsWhatWaits()
    {
        var encoder = new HeldEncoder();
        await using var batches = new BatchedEncoder(encoder, 100);
        Task<IReadOnlyList<SparseVector>> first = batches.EncodeAsync(TextKind.Document, One, default);
        encoder.WaitUntilBusy();

        Task<IReadOnlyList<SparseVector>>[] waiting =
        [
            batches.EncodeAsync(TextKind.Document, [Document.Of("2"), Document.Of("3")], default),
            batches.EncodeAsync(TextKind.Query, [Document.Of("4")], default),
            batches.EncodeAsync(TextKind.Document, [Document.Of("5")], default),
        ];
        encoder.Release();

        Assert.Equal([1], (await first).Select(Id));
        Assert.Equal([[2, 3], [1004], [5]], (await Task.WhenAll(waiting)).Select(vectors => vectors.Select(Id)));
        Assert.Equal([["1"], ["2", "3", "5"], ["4"]], encoder.Batches);
        Assert.Equal(0, batches.Waiting);
    }

    [Fact]
    public async Task EncodeAsync_MoreThanMayWait_IsRefusedUntilThereIsRoom()
    {
        var encoder = new HeldEncoder();
        await using var batches = new BatchedEncoder(encoder, mostWaiting: 3);
        Task<IReadOnlyList<SparseVector>> first = batches.EncodeAsync(TextKind.Document, [Document.Of("1"), Document.Of("2")], default);
        encoder.WaitUntilBusy();

        ServiceException fault = await Assert.ThrowsAsync<ServiceException>(() => batches.EncodeAsync(TextKind.Document, [Document.Of("3"), Document.Of("4")], default));
        Task<IReadOnlyList<SparseVector>> third = batches.EncodeAsync(TextKind.Document, One, default);
        encoder.Release();

        Assert.Equal(429, fault.Status);
        Assert.NotNull(fault.RetryAfter);
        Assert.Equal(2, (await first).Count);
        Assert.Single(await third);
        Assert.Single(await batches.EncodeAsync(TextKind.Document, One, default));
    }

    /// <summary>A text that the model cannot encode fails its own request, not those that wait beside it.</summary>
    [Fact]
    public async Task EncodeAsync_OneFails_OthersAreAnswered()
    {
        var encoder = new HeldEncoder();
        await using var batches = new BatchedEncoder(encoder, 100);
        Task<IReadOnlyList<SparseVector>> first = batches.EncodeAsync(TextKind.Document, One, default);
        encoder.WaitUntilBusy();
        Task<IReadOnlyList<SparseVector>> good = batches.EncodeAsync(TextKind.Document, [Document.Of("2")], default);
        Task<IReadOnlyList<SparseVector>> bad = batches.EncodeAsync(TextKind.Document, [Document.Of("no number")], default);
        encoder.Release();

        Assert.Equal(424, (await Assert.ThrowsAsync<ServiceException>(() => bad)).Status);
        Assert.Equal([2], (await good).Select(Id));
        Assert.Single(await first);
    }

    [Fact]
    public async Task EncodeAsync_NobodyWaitsAnyMore_IsNotEncoded()
    {
        var encoder = new HeldEncoder();
        await using var batches = new BatchedEncoder(encoder, 100);
        using var gone = new CancellationTokenSource();
        Task<IReadOnlyList<SparseVector>> first = batches.EncodeAsync(TextKind.Document, One, default);
        encoder.WaitUntilBusy();
        Task<IReadOnlyList<SparseVector>> left = batches.EncodeAsync(TextKind.Document, [Document.Of("2")], gone.Token);
        await gone.CancelAsync();
        encoder.Release();

        await Assert.ThrowsAsync<TaskCanceledException>(() => left);
        Assert.Single(await first);
        Assert.Equal([["1"]], encoder.Batches);
    }

    [Fact]
    public async Task DisposeAsync_TextsWait_EncodesThem()
    {
        var encoder = new HeldEncoder();
        var batches = new BatchedEncoder(encoder, 100);
        Task<IReadOnlyList<SparseVector>> first = batches.EncodeAsync(TextKind.Document, One, default);
        encoder.WaitUntilBusy();
        Task<IReadOnlyList<SparseVector>> second = batches.EncodeAsync(TextKind.Document, [Document.Of("2")], default);
        Task ended = batches.DisposeAsync().AsTask();
        encoder.Release();
        await ended;

        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
    }

    private static int Id(SparseVector vector) => vector.TokenIds[0];

    /// <summary>Encodes a number as its term, a question's as one from 1,000 on; the first call waits to be released.</summary>
    private sealed class HeldEncoder : ISparseEncoder
    {
        private readonly TaskCompletionSource _busy = new();
        private readonly TaskCompletionSource _released = new();
        private readonly ConcurrentQueue<string[]> _batches = new();

        public int VocabularySize => 2000;

        public IEnumerable<string[]> Batches => _batches;

        public void WaitUntilBusy() => Assert.True(_busy.Task.Wait(TimeSpan.FromMinutes(1)));

        public void Release() => _released.SetResult();

        public IReadOnlyList<SparseVector> EncodeQueries(IReadOnlyList<string> texts) => Encoded([.. texts], 1000);

        public IReadOnlyList<SparseVector> EncodeDocuments(IReadOnlyList<Document> documents, IProgress<int>? progress = null) => Encoded([.. documents.Select(document => document.Text)], 0);

        private SparseVector[] Encoded(string[] texts, int first)
        {
            _busy.TrySetResult();
            Assert.True(_released.Task.Wait(TimeSpan.FromMinutes(1)));
            SparseVector[] vectors = [.. texts.Select(text => SparseVector.FromTerms([new TermWeight(first + int.Parse(text, System.Globalization.CultureInfo.InvariantCulture), 1)]))];
            _batches.Enqueue(texts);
            return vectors;
        }
    }
}
