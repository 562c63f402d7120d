using System.Diagnostics;
using System.Globalization;
using KoSparse.Cli.Display;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Encoding.Lines;
using KoSparse.OpenSearch;
using KoSparse.OpenSearch.Facts;
using KoSparse.OpenSearch.Indices;
using KoSparse.OpenSearch.Ingest;
using KoSparse.Text;

namespace KoSparse.Cli.Writing;

/// <summary>Sends an input to an index of a cluster, and tells how it went.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="model">Encodes, or says whose tokens the terms are.</param>
/// <param name="input">The documents' files; a glob.</param>
/// <param name="options">How they are sent.</param>
internal sealed class IngestWork(Cluster cluster, OpenModel model, string input, IngestOptions options)
{
    private const int ShownFailures = 10;

    /// <summary>Whether the input has vectors already.</summary>
    public bool IsEncoded { get; init; }

    /// <summary>What acts on vectors besides model and input.</summary>
    public string Settings { get; init; } = "";

    /// <summary>File of the state; beside the input when null.</summary>
    public string? StatePath { get; init; }

    /// <summary>Sends the documents.</summary>
    /// <param name="index">The index, or an alias.</param>
    /// <param name="reindex">Whether a new index is built, for which the name stands then.</param>
    /// <param name="stop">Ends it; what is done is kept.</param>
    public async Task<int> RunAsync(string index, bool reindex, CancellationToken stop)
    {
        IndexAlias? alias = reindex ? await IndexAlias.ReadAsync(cluster, index, stop) : null;
        IngestState state = await OpenAsync(index, alias, stop);
        IndexDescription described = await IndexDescription.ReadAsync(cluster, state.Target, stop: stop);
        OpenSearchIndexer indexer = new(cluster, state.Target, options);
        long started = Stopwatch.GetTimestamp();
        IngestSummary summary;
        try
        {
            using var progress = new ProgressLine("documents sent", stop: stop);
            summary = await indexer.RunAsync(Items(described, state.Done), state, progress, stop);
        }
        catch (Exception fault) when (fault is OperationCanceledException or OpenSearchException)
        {
            Console.Error.WriteLine($"Stopped; {state.Done:N0} documents are dealt with. The same command goes on.");
            throw;
        }

        long count = await indexer.CountAsync(stop);
        Tell(summary, state, Stopwatch.GetElapsedTime(started).TotalSeconds);
        if (!IsWhole(summary, state, count))
        {
            return ExitCodes.Fault; // the state stays: the same command only counts again
        }

        if (alias is not null)
        {
            await SwapAsync(alias, state.Target, stop);
        }

        state.Complete();
        return summary.Failed > 0 ? ExitCodes.Fault : ExitCodes.Done;
    }

    private async Task<IngestState> OpenAsync(string index, IndexAlias? alias, CancellationToken stop)
    {
        string path = StatePath ?? $"{DataFiles.Find(input)[0]}.{index}.ingest.json";
        string id = alias is null ? (await IndexDescription.ReadAsync(cluster, index, stop: stop)).Id : "built anew"; // an index that was made anew has nothing of before
        string origin = EncodingWork.OriginOf(model, input, [cluster.Address.AbsoluteUri, index, id, Settings, options.Pipeline ?? "", $"encoded {IsEncoded}"]);
        IngestState state = await OpenStateAsync();
        if (alias is not null && await cluster.FindAsync(ClusterRequest.Get(ClusterRequest.Escaped(state.Target)), stop) is null)
        {
            state.Complete(); // what was built was deleted meanwhile
            state = await OpenStateAsync();
        }

        if (state.Done > 0)
        {
            Console.WriteLine($"{state.Target}: goes on after {state.Done:N0} documents of a run before.");
        }

        return state;

        Task<IngestState> OpenStateAsync() => IngestState.OpenAsync(
            path, origin, () => alias is null ? Task.FromResult(index) : BuildAsync(alias, stop), target => new OpenSearchIndexer(cluster, target).CountAsync(stop));
    }

    private async Task<string> BuildAsync(IndexAlias alias, CancellationToken stop)
    {
        string target = alias.NewTarget(TimeProvider.System.GetUtcNow());
        ClusterFacts facts = await ClusterFacts.ReadAsync(cluster, stop);
        IndexOptions built = alias.Targets is [var old] && await IndexDescription.ReadAsync(cluster, old, stop: stop) is var before
            ? new IndexOptions { Kind = before.Kind, Field = before.Field, Semantic = before.Semantic, Ceilings = before.Kind == VectorFieldKind.SparseVector ? VectorCeilings.Of(model) : null }
            : new IndexOptions();
        await IndexCreation.EnsureAsync(cluster, target, IndexMapping.Of(model.Tokenizer, facts, built), stop);
        return target;
    }

    private IEnumerable<IngestItem> Items(IndexDescription index, long done)
    {
        index.ThrowIfOther(model);
        if (IsEncoded)
        {
            if (index.Semantic is not null)
            {
                throw new OpenSearchException($"{index.Name} encodes by itself: send the documents as they are, without --encoded.");
            }

            HashSet<string> terms = index.HasIds
                ? [.. Enumerable.Range(0, model.Encoder.VocabularySize).Select(id => id.ToString(CultureInfo.InvariantCulture))]
                : [.. model.Tokenizer.Vocabulary];
            return IngestSource.Lines(JsonLines.Read(input, line => line.Clone()), done, index.Field, terms.Contains);
        }

        IEnumerable<Document> documents = DocumentReader.Read(input);
        bool encodes = options.Pipeline is null && index.Semantic is null;
        VectorFormat format = index.FormatFor(model, withVectors: encodes);
        return encodes
            ? IngestSource.Encoded(documents, done, portion => model.Encoder.EncodeDocuments(portion), format)
            : IngestSource.Texts(documents, done, format);
    }

    private static void Tell(IngestSummary summary, IngestState state, double seconds)
    {
        string before = summary.Before > 0 ? $", {summary.Before:N0} of them by a run before" : "";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Read:N0} documents read{before}, {summary.Taken:N0} taken, {summary.Failed:N0} failed, {seconds:F1} s ({(summary.Read - summary.Before) / seconds:F0} a second)."));
        foreach (IngestFailure failure in state.Failures(ShownFailures))
        {
            Console.Error.WriteLine(ForeignText.Shown($"{failure.Id}: {failure.Reason}"));
        }

        if (summary.Failed > 0)
        {
            Console.Error.WriteLine($"All that failed: {state.FailuresPath}");
        }
    }

    /// <summary>An index that was empty has to hold what was taken; one that was not can have held some of it.</summary>
    private static bool IsWhole(IngestSummary summary, IngestState state, long count)
    {
        bool whole = state.CountBefore > 0 ? count >= Math.Max(summary.Taken, state.CountBefore) : count == summary.Taken;
        Console.WriteLine($"{state.Target} holds {count:N0} documents{(state.CountBefore > 0 ? $", {state.CountBefore:N0} of them before" : "")}.");
        if (!whole)
        {
            Console.Error.WriteLine($"That should be {summary.Taken:N0}{(state.CountBefore > 0 ? " or more" : "")}: somebody else writes or deletes there. Look at it, and ingest again.");
        }

        return whole;
    }

    private async Task SwapAsync(IndexAlias alias, string target, CancellationToken stop)
    {
        await alias.SwapAsync(cluster, target, stop);
        string[] old = [.. alias.Targets.Where(name => name != target)];
        Console.WriteLine($"{alias.Name} stands for {target}{(old.Length > 0 ? $", and no longer for {string.Join(", ", old)}, which is still there: delete it when you like" : "")}.");
    }
}
