namespace KoSparse.OpenSearch.Ingest;

/// <summary>Sends documents to an index in requests of bounded size, several at once.</summary>
/// <remarks>A document is put under its id: sent twice, it is there once. So what was on its way when a run ended is simply sent again.</remarks>
/// <param name="cluster">Where; with <see cref="ClusterPatience.Lasting"/>, it outlasts a node that is started again.</param>
/// <param name="index">The index, or an alias of one.</param>
/// <param name="options">How documents are sent.</param>
public sealed class OpenSearchIndexer(Cluster cluster, string index, IngestOptions? options = null)
{
    private readonly IngestOptions _options = options ?? new();

    /// <summary>Sends documents.</summary>
    /// <param name="items">The documents, all of them: those that <paramref name="state"/> has already are passed over.</param>
    /// <param name="state">How far it is, across runs; null where a run that is stopped begins anew.</param>
    /// <param name="progress">Told how many are dealt with.</param>
    /// <param name="stop">Ends it; what was answered is kept in the state.</param>
    /// <exception cref="OpenSearchException">The cluster refused a whole request, or is too busy for too long; the state is kept.</exception>
    public async Task<IngestSummary> RunAsync(IEnumerable<IngestItem> items, IngestState? state = null, IProgress<long>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        IngestState kept = state ?? IngestState.InMemory();
        long before = kept.Done;
        Bulk bulk = new(cluster, Path(), _options.Patience);
        Queue<(int Count, Task<IReadOnlyList<IngestFailure>> Sent)> flying = new();
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            foreach (IngestItem[] portion in Portions(items))
            {
                while (flying.Count >= _options.InFlight || (flying.Count > 0 && flying.Peek().Sent.IsCompleted))
                {
                    await LandAsync();
                }

                stop.ThrowIfCancellationRequested();
                flying.Enqueue((portion.Length, Task.Run(() => bulk.SendAsync(portion, failed.Token), CancellationToken.None)));
            }

            while (flying.Count > 0)
            {
                await LandAsync();
            }
        }
        catch
        {
            await failed.CancelAsync();
            await Task.WhenAll(flying.Select(request => request.Sent)).ContinueWith(_ => { }, TaskScheduler.Default); // nobody is to write after this has ended
            throw;
        }

        return new(kept.Done, kept.Failed, before);

        async Task LandAsync()
        {
            (int count, Task<IReadOnlyList<IngestFailure>> sent) = flying.Peek();
            IReadOnlyList<IngestFailure> failures = await sent;
            flying.Dequeue();
            kept.Add(count, failures);
            progress?.Report(kept.Done);
        }
    }

    /// <summary>Documents that the index holds, all that were taken included.</summary>
    public async Task<long> CountAsync(CancellationToken stop = default)
    {
        string path = ClusterRequest.Escaped(index);
        await cluster.SendAsync(ClusterRequest.Post($"{path}/_refresh"), stop);
        return (long)((await cluster.SendAsync(ClusterRequest.Get($"{path}/_count"), stop)).NumberAt("count") ?? 0);
    }

    private string Path() =>
        $"{ClusterRequest.Escaped(index)}/_bulk{(_options.Pipeline is { } pipeline ? $"?pipeline={ClusterRequest.Escaped(pipeline)}" : "")}";

    private IEnumerable<IngestItem[]> Portions(IEnumerable<IngestItem> items)
    {
        List<IngestItem> portion = [];
        long bytes = 0;
        foreach (IngestItem item in items)
        {
            if (portion.Count > 0 && bytes + item.Lines.Length > _options.BulkBytes)
            {
                yield return [.. portion];
                portion.Clear();
                bytes = 0;
            }

            portion.Add(item);
            bytes += item.Lines.Length;
        }

        if (portion.Count > 0)
        {
            yield return [.. portion];
        }
    }
}
