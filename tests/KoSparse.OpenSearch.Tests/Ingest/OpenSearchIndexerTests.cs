using System.Text.Json;
using KoSparse.Data;
using KoSparse.Encoding.Lines;
using KoSparse.OpenSearch.Indices;
using KoSparse.OpenSearch.Ingest;
using KoSparse.OpenSearch.Tests.Nodes;
using KoSparse.Tests;
using KoSparse.Vectors;

namespace KoSparse.OpenSearch.Tests.Ingest;

[Collection(SharedNode.Name)]
public sealed class OpenSearchIndexerTests(NodeFixture fixture) : IDisposable
{
    private const int Count = 10_000;
    private const int Every = 100;
    private const int Small = 2_000;

    private static readonly IngestOptions Bounded = new() { BulkBytes = 100_000 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [NodeFact]
    public async Task RunAsync_OnePercentFaults_NamesEachAndHoldsTheRest()
    {
        using Cluster cluster = fixture.Node.Connect(ClusterPatience.Lasting);
        string name = await NewIndex.MakeAsync(cluster);
        IngestState state = await OpenStateAsync(name);
        HashSet<string> terms = [.. Mini.Model.Tokenizer.Vocabulary];

        IngestSummary summary = await new OpenSearchIndexer(cluster, name).RunAsync(
            IngestSource.Lines(Planted(await FormatAsync(cluster, name)), 0, "embedding", terms.Contains), state);

        IngestFailure[] failures = [.. state.Failures(int.MaxValue)];
        Assert.Equal((Count, Count / Every), (summary.Read, summary.Failed));
        Assert.Equal(Enumerable.Range(0, Count / Every).Select(fault => IdOf(fault)), failures.Select(failure => failure.Id));
        Assert.All(failures, (failure, place) => Assert.Contains(Reasons[place % Reasons.Length], failure.Reason, StringComparison.Ordinal));
        Assert.Equal(summary.Taken, await new OpenSearchIndexer(cluster, name).CountAsync());
    }

    private static readonly string[] Reasons =
        ["its vector is empty", "weighs 0, which is no positive number", "weighs -1.5, which is no positive number", "is no term of the vocabulary", "its id came before", "failed to parse field [year]"];

    private static string IdOf(int fault) => Reasons[fault % Reasons.Length] == "its id came before" ? "문서-0" : $"문서-{(fault * Every) + 7}";

    /// <summary>The lines of documents, of which one in a hundred is spoiled in one of six ways.</summary>
    private static IEnumerable<JsonElement> Planted(VectorFormat format) => Mini.Many(Count).SelectMany((made, number) =>
    {
        (Document document, SparseVector vector) = made;
        string lines = System.Text.Encoding.UTF8.GetString(format.Bytes([document with { Fields = """{"year":2020}""" }], [vector]));
        string first = Mini.Model.Tokenizer.Vocabulary[vector.TokenIds[0]];
        string spoiled = number % Every != 7 ? lines : ((number / Every) % Reasons.Length) switch
        {
            0 => lines[..(lines.IndexOf("\"embedding\"", StringComparison.Ordinal) + 12)] + "{}}\n",
            1 => Weighing(lines, first, "0"),
            2 => Weighing(lines, first, "-1.5"),
            3 => lines.Replace($"\"embedding\":{{\"{first}\"", "\"embedding\":{\"12.5번\"", StringComparison.Ordinal),
            4 => lines.Replace($"\"_id\":\"문서-{number}\"", "\"_id\":\"문서-0\"", StringComparison.Ordinal),
            _ => lines.Replace("2020", "\"어느 봄\"", StringComparison.Ordinal),
        };
        return spoiled.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line));
    });

    private static string Weighing(string lines, string term, string weight)
    {
        int start = lines.IndexOf($"\"embedding\":{{\"{term}\":", StringComparison.Ordinal) + $"\"embedding\":{{\"{term}\":".Length;
        return lines[..start] + weight + lines[lines.IndexOfAny([',', '}'], start)..];
    }

    /// <summary>What nobody checks here, the cluster names itself; the others of the same request are taken.</summary>
    [NodeFact]
    public async Task RunAsync_WeightOfZeroUnchecked_FailsAlone()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = await NewIndex.MakeAsync(cluster);
        IngestState state = await OpenStateAsync(name);

        IngestSummary summary = await new OpenSearchIndexer(cluster, name).RunAsync([Raw("a", "1.5"), Raw("b", "0"), Raw("c", "2")], state);

        Assert.Equal(2, summary.Taken);
        IngestFailure failure = Assert.Single(state.Failures(9));
        Assert.Equal("b", failure.Id);
        Assert.Contains("must be a positive normal float", failure.Reason, StringComparison.Ordinal);
        Assert.Equal(2, await new OpenSearchIndexer(cluster, name).CountAsync());
    }

    private static IngestItem Raw(string id, string weight) => new(
        id, System.Text.Encoding.UTF8.GetBytes($$$"""{"index":{"_id":"{{{id}}}"}}""" + "\n" + $$$"""{"text":"글","embedding":{"바다":{{{weight}}}}}""" + "\n"));

    [NodeFact]
    public async Task RunAsync_StoppedAndTakenUp_SendsTheRestAlone()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = await NewIndex.MakeAsync(cluster);
        VectorFormat format = await FormatAsync(cluster, name);
        OpenSearchIndexer indexer = new(cluster, name, Bounded);
        using CancellationTokenSource stop = new();
        IngestState first = await OpenStateAsync(name);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            indexer.RunAsync(Items(Small, 0, format), first, new Told(done => stop.CancelAsync()), stop.Token));
        IngestState second = await OpenStateAsync(name);
        IngestSummary summary = await indexer.RunAsync(Items(Small, second.Done, format), second);

        Assert.InRange(summary.Before, 1, Small - 1);
        Assert.Equal(first.Done, summary.Before);
        Assert.Equal((Small, 0), (summary.Read, summary.Failed));
        Assert.Equal(Small, await indexer.CountAsync());
        Assert.Equal(0, (await OpenStateAsync(name, "another model")).Done);
    }

    [NodeFact]
    public async Task RunAsync_ProxyThatRefusesCutsAndIsSlow_LosesNothing()
    {
        await using FaultyProxy proxy = await FaultyProxy.StartAsync(fixture.Node.Address);
        using Cluster direct = fixture.Node.Connect();
        using Cluster cluster = new(new ClusterEndpoint(proxy.Address), new(20, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(30)));
        string name = await NewIndex.MakeAsync(direct);

        IngestSummary summary = await new OpenSearchIndexer(cluster, name, Bounded).RunAsync(Items(Small, 0, await FormatAsync(direct, name)));

        Assert.True(proxy.Faults > 5, $"{proxy.Faults} faults");
        Assert.Equal((Small, 0), (summary.Read, summary.Failed));
        Assert.Equal(Small, await new OpenSearchIndexer(direct, name).CountAsync());
    }

    /// <summary>A node of its own is killed while documents are on their way, and started again: what it said it had, it has.</summary>
    [NodeFact]
    public async Task RunAsync_NodeKilledInBetween_LosesNothingAndHasNothingTwice()
    {
        string data = _folder.File("data");
        RealNode node = RealNode.Start(data);
        try
        {
            using Cluster cluster = node.Connect(new(200, TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(60)));
            string name = await NewIndex.MakeAsync(cluster);
            VectorFormat format = await FormatAsync(cluster, name);
            bool killed = false;
            IEnumerable<IngestItem> Disturbed()
            {
                foreach ((IngestItem item, int number) in Items(Small, 0, format).Select((item, number) => (item, number)))
                {
                    if (number == Small / 2)
                    {
                        node.Kill();
                        killed = true;
                        node = RealNode.Start(data, node.Address.Port);
                    }

                    yield return item;
                }
            }

            IngestSummary summary = await new OpenSearchIndexer(cluster, name, Bounded).RunAsync(Disturbed());

            Assert.True(killed);
            Assert.Equal((Small, 0), (summary.Read, summary.Failed));
            Assert.Equal(Small, await new OpenSearchIndexer(cluster, name).CountAsync());
        }
        finally
        {
            node.Dispose();
        }
    }

    /// <summary>The block that a node sets itself where its disk is full: told with what to do, and gone on with once it is lifted.</summary>
    [NodeFact]
    public async Task RunAsync_DiskFull_IsToldAndGoneOnWith()
    {
        List<string> waits = [];
        using Cluster cluster = new(new ClusterEndpoint(fixture.Node.Address), ClusterPatience.Lasting, waits.Add);
        string name = await NewIndex.MakeAsync(cluster);
        VectorFormat format = await FormatAsync(cluster, name);
        OpenSearchIndexer indexer = new(cluster, name, Bounded);
        IngestState first = await OpenStateAsync(name);
        await BlockAsync(true);

        OpenSearchException fault = await Assert.ThrowsAsync<OpenSearchException>(() => indexer.RunAsync(Items(Small, 0, format), first));
        await BlockAsync(null);
        IngestState second = await OpenStateAsync(name);
        IngestSummary summary = await indexer.RunAsync(Items(Small, second.Done, format), second);

        Assert.Contains("flood-stage watermark", fault.Message, StringComparison.Ordinal);
        Assert.Contains("make room on it", fault.Message, StringComparison.Ordinal);
        Assert.Empty(waits);
        Assert.Equal((0, 0), (first.Done, first.Failed));
        Assert.Equal((Small, 0), (summary.Read, summary.Failed));
        Assert.Equal(Small, await indexer.CountAsync());

        Task BlockAsync(bool? set) => cluster.SendAsync(ClusterRequest.Put($"{name}/_settings", new System.Text.Json.Nodes.JsonObject { ["index.blocks.read_only_allow_delete"] = set }));
    }

    [NodeFact]
    public async Task SwapAsync_WhileSearching_ShowsTheOldOrTheNew()
    {
        using Cluster cluster = fixture.Node.Connect();
        string alias = NewIndex.Name();
        string old = await FilledAsync(cluster, 100);
        string fresh = await FilledAsync(cluster, 300);
        await (await IndexAlias.ReadAsync(cluster, alias)).SwapAsync(cluster, old);
        using CancellationTokenSource swapped = new();
        Task<HashSet<double>> searches = Task.Run(async () =>
        {
            HashSet<double> counts = [];
            while (!swapped.IsCancellationRequested || counts.Count < 2)
            {
                counts.Add((await cluster.SendAsync(ClusterRequest.Get($"{alias}/_count"))).NumberAt("count")!.Value);
            }

            return counts;
        });

        IndexAlias before = await IndexAlias.ReadAsync(cluster, alias);
        await before.SwapAsync(cluster, fresh);
        await swapped.CancelAsync();

        Assert.Equal([100, 300], (await searches.WaitAsync(TimeSpan.FromMinutes(1))).Order());
        Assert.Equal([old], before.Targets);
        Assert.Equal([fresh], (await IndexAlias.ReadAsync(cluster, alias)).Targets);
        await Assert.ThrowsAsync<OpenSearchException>(() => IndexAlias.ReadAsync(cluster, fresh));
    }

    private static async Task<string> FilledAsync(Cluster cluster, int count)
    {
        string name = await NewIndex.MakeAsync(cluster);
        OpenSearchIndexer indexer = new(cluster, name);
        await indexer.RunAsync(Items(count, 0, await FormatAsync(cluster, name)));
        Assert.Equal(count, await indexer.CountAsync());
        return name;
    }

    private static IEnumerable<IngestItem> Items(int count, long done, VectorFormat format)
    {
        (Document Document, SparseVector Vector)[] all = [.. Mini.Many(count)];
        Dictionary<string, SparseVector> vectors = all.ToDictionary(one => one.Document.Id, one => one.Vector);
        return IngestSource.Encoded(all.Select(one => one.Document), done, portion => [.. portion.Select(document => vectors[document.Id])], format);
    }

    private static async Task<VectorFormat> FormatAsync(Cluster cluster, string name) => (await IndexDescription.ReadAsync(cluster, name)).FormatFor(Mini.Model);

    private Task<IngestState> OpenStateAsync(string name, string origin = "a model") =>
        IngestState.OpenAsync(_folder.File($"{name}.ingest.json"), origin, () => Task.FromResult(name), _ => Task.FromResult(0L));

    private sealed class Told(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
