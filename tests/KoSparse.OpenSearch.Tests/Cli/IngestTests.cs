using System.Diagnostics;
using System.Text.Json;
using KoSparse.Encoding.Lines;
using KoSparse.OpenSearch.Indices;
using KoSparse.OpenSearch.Tests.Nodes;
using KoSparse.Tests;

namespace KoSparse.OpenSearch.Tests.Cli;

[Collection(SharedNode.Name)]
public sealed class IngestTests(NodeFixture fixture) : IDisposable
{
    private const float Tolerance = 1e-5f;

    /// <summary>Some ten requests of one megabyte.</summary>
    private const int Many = 20_000;
    private const int KilledAt = 7;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [NodeFact]
    public async Task CreateAndIngest_Documents_HoldTheVectorsOfTheModel()
    {
        string name = NewIndex.Name();
        string documents = Mini.Write(_folder, Mini.Documents);

        KoSparseProgram dry = await CallAsync("create", name, "--model", Mini.Folder, "--dry-run");
        KoSparseProgram missing = await CallAsync("ingest", name, documents, "--model", Mini.Folder);
        KoSparseProgram created = await CallAsync("create", name, "--model", Mini.Folder, "--shards", "1", "--replicas", "0");
        KoSparseProgram again = await CallAsync("create", name, "--model", Mini.Folder);
        KoSparseProgram ingested = await CallAsync("ingest", name, documents, "--model", Mini.Folder);

        Assert.StartsWith($"PUT /{name}\n", dry.Output, StringComparison.Ordinal);
        Assert.Equal(1, missing.Code);
        Assert.Contains($"There is no index {name}. Make it: kosparse opensearch create", missing.Error, StringComparison.Ordinal);
        Assert.Equal((0, $"{name}: made.\n"), (created.Code, created.Output));
        Assert.Equal((0, $"{name}: is there, as the model needs it. Nothing was changed.\n"), (again.Code, again.Output));
        Assert.Equal((0, ""), (ingested.Code, ingested.Error));
        Assert.Contains("6 documents read, 6 taken, 0 failed", ingested.Output, StringComparison.Ordinal);
        Assert.Contains($"{name} holds 6 documents.", ingested.Output, StringComparison.Ordinal);
        Assert.Equal([documents], Directory.GetFiles(_folder.Path));
        await AssertVectorsAsync(name);
    }

    private async Task AssertVectorsAsync(string name)
    {
        using Cluster cluster = fixture.Node.Connect();
        for (int i = 0; i < Mini.Documents.Count; i++)
        {
            JsonElement source = (await cluster.SendAsync(ClusterRequest.Get($"{name}/_doc/{Mini.Documents[i].Id}"))).GetProperty("_source");
            Dictionary<string, float> held = source.GetProperty("embedding").EnumerateObject().ToDictionary(term => term.Name, term => term.Value.GetSingle());
            Assert.Equal(Mini.Vectors[i].Count, held.Count);
            Assert.All(Mini.Vectors[i].Terms(), term => Assert.Equal(term.Weight, held[Mini.Model.Tokenizer.Vocabulary[term.TokenId]], Tolerance));
            Assert.Equal(Mini.Documents[i].Text, source.GetProperty("text").GetString());
            Assert.Equal(2001 + i, source.GetProperty("year").GetInt32());
        }
    }

    [NodeFact]
    public async Task Ingest_DocumentsWithFaults_AreNamedAndExitWith1()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = await NewIndex.MakeAsync(cluster);
        string documents = Mini.Write(_folder, [.. Mini.Documents, new("7", "", "?!"), Mini.Documents[0]]);

        KoSparseProgram ingested = await CallAsync("ingest", name, documents, "--model", Mini.Folder);

        Assert.Equal(1, ingested.Code);
        Assert.Contains("8 documents read, 6 taken, 2 failed", ingested.Output, StringComparison.Ordinal);
        Assert.Contains("7: its vector is empty", ingested.Error, StringComparison.Ordinal);
        Assert.Contains("1: its id came before", ingested.Error, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines($"{documents}.{name}.ingest.failed.jsonl").Length);
    }

    [NodeFact]
    public async Task Ingest_ReindexTwice_LetsTheNameStandForTheNewIndex()
    {
        using Cluster cluster = fixture.Node.Connect();
        string alias = NewIndex.Name();
        string documents = Mini.Write(_folder, Mini.Documents);

        KoSparseProgram first = await CallAsync("ingest", alias, documents, "--model", Mini.Folder, "--reindex");
        await Task.Delay(TimeSpan.FromSeconds(1)); // indices are named after the second
        Mini.Write(_folder, Mini.Documents.Take(4));
        KoSparseProgram second = await CallAsync("ingest", alias, documents, "--model", Mini.Folder, "--reindex");

        Assert.Equal((0, 0), (first.Code, second.Code));
        Assert.Contains("which is still there", second.Output, StringComparison.Ordinal);
        Assert.Equal(4, (await cluster.SendAsync(ClusterRequest.Get($"{alias}/_count"))).NumberAt("count"));
    }

    [NodeFact]
    public async Task Ingest_EncodedLines_AreSentAsTheyAre()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = await NewIndex.MakeAsync(cluster);
        string documents = Mini.Write(_folder, Mini.Documents);
        string lines = _folder.File("vectors.jsonl");

        KoSparseProgram encoded = await KoSparseProgram.RunAsync("encode", Mini.Folder, "--input", documents, "--output", lines, "--format", "opensearch");
        KoSparseProgram ingested = await CallAsync("ingest", name, lines, "--model", Mini.Folder, "--encoded");

        Assert.Equal((0, 0), (encoded.Code, ingested.Code));
        await AssertVectorsAsync(name);
    }

    /// <summary>The process is killed while the cluster takes documents of which it will never hear; the same command goes on.</summary>
    [NodeFact]
    public async Task Ingest_ProcessKilled_LosesNothingAndHasNothingTwice()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = await NewIndex.MakeAsync(cluster);
        VectorFormat format = (await IndexDescription.ReadAsync(cluster, name)).FormatFor(Mini.Model);
        string lines = _folder.Write("vectors.jsonl", string.Concat(Mini.Many(Many).Select(one => System.Text.Encoding.UTF8.GetString(format.Bytes([one.Document], [one.Vector])))));
        using HttpClient node = new() { BaseAddress = fixture.Node.Address };
        TaskCompletionSource<Process> started = new();
        int bulks = 0;
        await using FakeCluster between = await FakeCluster.StartAsync(async (context, _) =>
        {
            using HttpResponseMessage answer = await FaultyProxy.ForwardAsync(node, context);
            if (context.Request.Path.Value!.EndsWith("/_bulk", StringComparison.Ordinal) && Interlocked.Increment(ref bulks) == KilledAt)
            {
                (await started.Task).Kill(entireProcessTree: true);
            }

            await FakeCluster.AnswerAsync(context, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        });
        string[] command = ["opensearch", "ingest", name, lines, "--model", Mini.Folder, "--encoded", "--bulk-mb", "1", "--url", between.Address.AbsoluteUri];

        using Process killed = KoSparseProgram.Start(command);
        started.SetResult(killed);
        _ = killed.StandardOutput.ReadToEndAsync();
        _ = killed.StandardError.ReadToEndAsync();
        await killed.WaitForExitAsync();
        KoSparseProgram again = await KoSparseProgram.RunAsync(command);

        Assert.NotEqual(0, killed.ExitCode);
        Assert.Equal((0, ""), (again.Code, again.Error));
        Assert.Matches($@"{name}: goes on after [1-9][\d,]* documents of a run before\.", again.Output);
        Assert.Contains($"{Many:N0} documents read", again.Output, StringComparison.Ordinal);
        Assert.Contains($"{name} holds {Many:N0} documents.", again.Output, StringComparison.Ordinal);
        Assert.True(bulks > KilledAt);
    }

    /// <summary>A node of its own, without Nori.</summary>
    [NodeFact]
    public async Task Create_NodeWithoutNori_TakesPairsOfSyllablesAndSaysSo()
    {
        using RealNode node = RealNode.Start(_folder.File("data"), without: "analysis-nori");
        string url = node.Address.AbsoluteUri;

        KoSparseProgram created = await KoSparseProgram.RunAsync("opensearch", "create", "docs", "--model", Mini.Folder, "--url", url);
        KoSparseProgram again = await KoSparseProgram.RunAsync("opensearch", "create", "docs", "--model", Mini.Folder, "--url", url);
        KoSparseProgram doctor = await KoSparseProgram.RunAsync("opensearch", "doctor", "--url", url);

        using Cluster cluster = node.Connect();
        Assert.Equal((0, "docs: made.\n"), (created.Code, created.Output));
        Assert.Contains("Nori is not installed: BM25 goes by pairs of syllables (cjk).", created.Error, StringComparison.Ordinal);
        Assert.Equal((0, "docs: is there, as the model needs it. Nothing was changed.\n"), (again.Code, again.Output));
        Assert.Contains("note   nori: not here: needs the plugin analysis-nori.", doctor.Output, StringComparison.Ordinal);
        JsonElement answer = await cluster.SendAsync(ClusterRequest.Post("docs/_analyze", new System.Text.Json.Nodes.JsonObject { ["field"] = "text", ["text"] = "해녀는" }));
        Assert.Equal(["해녀", "녀는"], answer.ItemsAt("tokens").Select(token => token.TextAt("token")));
    }

    private Task<KoSparseProgram> CallAsync(params string[] arguments) =>
        KoSparseProgram.RunAsync(["opensearch", .. arguments, "--url", fixture.Node.Address.AbsoluteUri]);
}
