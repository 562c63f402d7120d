using System.Text.Json;
using KoSparse.OpenSearch.Tests.Nodes;
using KoSparse.Tests;

namespace KoSparse.OpenSearch.Tests.Cli;

[Collection(SharedNode.Name)]
public sealed class IngestTests(NodeFixture fixture) : IDisposable
{
    private const float Tolerance = 1e-5f;

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

    private Task<KoSparseProgram> CallAsync(params string[] arguments) =>
        KoSparseProgram.RunAsync(["opensearch", .. arguments, "--url", fixture.Node.Address.AbsoluteUri]);
}
