using System.Collections.Concurrent;
using System.Diagnostics;
using KoSparse.Data;
using KoSparse.Serving.Faults;
using KoSparse.Serving.Telemetry;
using KoSparse.Vectors;

namespace KoSparse.Serving.Batching;

/// <summary>Texts of many requests, encoded together: a matrix product of many texts costs less than many of one.</summary>
/// <remarks>
/// One thread encodes, and its products use all cores. While it does, texts wait; what waits is taken in one batch, so that batches grow with the load and
/// nobody waits for others to come. There are never more than a number of texts waiting: a request beyond it is refused at once.
/// </remarks>
public sealed class BatchedEncoder : IAsyncDisposable
{
    private const int MostTogether = 64;

    private readonly BlockingCollection<Job> _jobs = [];
    private readonly ISparseEncoder _encoder;
    private readonly int _mostWaiting;
    private readonly Task _work;
    private int _waiting;
    private long _ticksOfText; // of late, on the average

    /// <summary>Begins to encode what will come.</summary>
    /// <param name="encoder">Encodes it.</param>
    /// <param name="mostWaiting">Texts that may wait, those that are being encoded included.</param>
    public BatchedEncoder(ISparseEncoder encoder, int mostWaiting)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostWaiting, 1);
        (_encoder, _mostWaiting) = (encoder, mostWaiting);
        _work = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Texts that wait or are being encoded.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Told of each batch: how many texts, and how long they took.</summary>
    public event Action<int, TimeSpan>? Encoded;

    /// <summary>The vectors of some texts.</summary>
    /// <param name="kind">What they are.</param>
    /// <param name="texts">The texts; their ids do not matter.</param>
    /// <param name="stop">Nobody waits for them any more.</param>
    /// <exception cref="ServiceException">Too many texts wait, or the model fails.</exception>
    public Task<IReadOnlyList<SparseVector>> EncodeAsync(TextKind kind, IReadOnlyList<Document> texts, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(texts);
        int waiting = Interlocked.Add(ref _waiting, texts.Count);
        if (waiting > _mostWaiting)
        {
            Interlocked.Add(ref _waiting, -texts.Count);
            throw ServiceException.Overloaded(TimeSpan.FromTicks((waiting - texts.Count) * Volatile.Read(ref _ticksOfText)));
        }

        Job job = new(kind, texts, stop);
        _jobs.Add(job, CancellationToken.None);
        return job.Vectors.Task;
    }

    /// <summary>Encodes what still waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _jobs.CompleteAdding();
        await _work;
        _jobs.Dispose();
    }

    private void Work()
    {
        Activity.Current = null; // that of whoever made the encoder: spans would become parts of his
        foreach (Job first in _jobs.GetConsumingEnumerable())
        {
            List<Job> together = [first];
            for (int texts = first.Texts.Count; texts < MostTogether && _jobs.TryTake(out Job? next); texts += next.Texts.Count)
            {
                together.Add(next);
            }

            foreach (IGrouping<TextKind, Job> batch in together.GroupBy(job => job.Kind))
            {
                Job[] jobs = [.. batch];
                Array.ForEach(jobs, job => job.TraceWait());
                Finish(jobs);
            }

            Interlocked.Add(ref _waiting, -together.Sum(job => job.Texts.Count));
        }
    }

    private void Finish(Job[] batch)
    {
        Job[] wanted = [.. batch.Where(job => !job.Stop.IsCancellationRequested)];
        foreach (Job left in batch.Except(wanted))
        {
            left.Vectors.SetCanceled(left.Stop);
        }

        DateTime began = DateTime.UtcNow;
        try
        {
            Answer(wanted, began);
        }
#pragma warning disable CA1031 // Whatever fails is told to those who asked; the others are answered.
        catch (Exception) when (wanted.Length > 1)
        {
            Array.ForEach(wanted, job => Finish([job]));
        }
        catch (Exception exception)
#pragma warning restore CA1031
        {
            foreach (Job job in wanted)
            {
                job.TraceEncoding(began, job.Texts.Count, terms: null);
                job.Vectors.SetException(ServiceException.Backend(exception));
            }
        }
    }

    private void Answer(Job[] jobs, DateTime began)
    {
        Document[] texts = [.. jobs.SelectMany(job => job.Texts)];
        if (texts.Length == 0)
        {
            return;
        }

        long started = Stopwatch.GetTimestamp();
        IReadOnlyList<SparseVector> vectors = jobs[0].Kind == TextKind.Query
            ? _encoder.EncodeQueries([.. texts.Select(text => text.Text)])
            : _encoder.EncodeDocuments(texts);
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        long before = _ticksOfText;
        Volatile.Write(ref _ticksOfText, before == 0 ? took.Ticks / texts.Length : ((7 * before) + (took.Ticks / texts.Length)) / 8);
        Encoded?.Invoke(texts.Length, took);
        int start = 0;
        foreach (Job job in jobs)
        {
            SparseVector[] own = [.. vectors.Skip(start).Take(job.Texts.Count)];
            job.TraceEncoding(began, texts.Length, own.Sum(vector => vector.TokenIds.Length));
            job.Vectors.SetResult(own);
            start += job.Texts.Count;
        }
    }

    /// <summary>Texts of one request, and the span that it is.</summary>
    private sealed record Job(TextKind Kind, IReadOnlyList<Document> Texts, CancellationToken Stop)
    {
        private readonly ActivityContext _asker = Activity.Current?.Context ?? default;
        private readonly DateTime _came = DateTime.UtcNow;

        public TaskCompletionSource<IReadOnlyList<SparseVector>> Vectors { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void TraceWait() => Spans.Waited(_asker, _came, Texts.Count);

        public void TraceEncoding(DateTime began, int together, int? terms) => Spans.Encoded(_asker, began, $"{Kind}", Texts.Count, together, terms);
    }
}
