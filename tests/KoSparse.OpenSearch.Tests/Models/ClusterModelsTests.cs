using System.Diagnostics;
using System.Text.Json;
using KoSparse.Data;
using KoSparse.Encoding;
using KoSparse.Onnx;
using KoSparse.Onnx.Export;
using KoSparse.OpenSearch.Indices;
using KoSparse.OpenSearch.Ingest;
using KoSparse.OpenSearch.Models;
using KoSparse.OpenSearch.Pipelines;
using KoSparse.OpenSearch.Queries;
using KoSparse.OpenSearch.Tests.Cli;
using KoSparse.OpenSearch.Tests.Nodes;
using KoSparse.Tests;
using KoSparse.Vectors;

namespace KoSparse.OpenSearch.Tests.Models;

[Collection(SharedNode.Name)]
public sealed class ClusterModelsTests(NodeFixture fixture) : IDisposable
{
    private const double Relative = 1e-5;
    private const float Weight = 1e-4f;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Questions without a network in the cluster: particles that weigh nothing and a question mark among them, which the file of before made it refuse or weigh 1.</summary>
    [NodeFact]
    public async Task RegisterAsync_Tokenizer_WeighsQuestionsInTheClusterAsHere()
    {
        using Cluster cluster = fixture.Node.Connect();
        ClusterModels models = new(cluster);
        ModelPackage package = ModelPackage.Tokenizer(NewIndex.Name(), Mini.Model);
        string index = await NewIndex.OfMiniAsync(cluster);

        string id = await models.RegisterAsync(package);
        string again = await models.RegisterAsync(ModelPackage.Tokenizer(package.Name, Mini.Model));
        OpenSearchSearcher there = await OpenSearchSearcher.OpenAsync(cluster, index, null, new SearchOptions { ModelId = id, Explain = true });
        OpenSearchSearcher here = await OpenSearchSearcher.OpenAsync(cluster, index, Mini.Model);

        Assert.Equal(id, again);
        foreach (string question in (string[])[.. Mini.Questions, "나는 해녀를 보았나요? 바다는 몇 개?"])
        {
            IReadOnlyList<ClusterHit> expected = await here.FindAsync(question);
            IReadOnlyList<ClusterHit> found = await there.FindAsync(question);
            Dictionary<string, double> given = found.ToDictionary(hit => hit.Id, hit => hit.Score);
            Assert.All(found, hit => AssertNear(hit.Score, hit.Terms.Sum(term => term.Share)));
            Assert.NotEmpty(expected);
            Assert.All(expected, hit => AssertNear(hit.Score, given[hit.Id]));
        }

        await models.DeleteAsync(id);
        await Assert.ThrowsAsync<OpenSearchException>(() => models.UndeployAsync(id));
    }

    [NodeFact]
    public async Task RegisterAsync_ExportedNetwork_GivesTheVectorsOfEncode()
    {
        using Cluster cluster = fixture.Node.Connect();
        ClusterModels models = new(cluster);
        string onnx = _folder.File("mini.onnx");
        using OpenModel plain = OpenModel.Open( // what stands in a graph: no variants, nothing pruned
            Mini.Folder, (folder, config) => OnnxNetwork.Open(folder, config), options => options with { Variants = null, Pruning = new PruningOptions { MaxTerms = 4096, MaxRatio = 0, ForeignRatio = 0 } });
        OnnxExport.Write(plain, onnx, new OnnxExportOptions { Inputs = InputNames.MlCommons });
        ModelPackage package = ModelPackage.Network(NewIndex.Name(), plain, onnx);

        string id = await models.RegisterAsync(package);
        KoSparseProgram compared = await KoSparseProgram.RunAsync(
            "opensearch", "models", "register", Mini.Folder, "--name", package.Name, "--onnx", onnx, "--url", fixture.Node.Address.AbsoluteUri);

        Assert.Equal((0, ""), (compared.Code, compared.Error.Split('\n')[^1]));
        Assert.Contains($", id {id}\nIt encodes a text as is done here: no weight differs by more than 0.0000", compared.Output, StringComparison.Ordinal);
        foreach (Document document in Mini.Documents)
        {
            SparseVector expected = plain.Encoder.EncodeDocuments([new Document("", "", document.Text)])[0];
            IReadOnlyDictionary<string, float> given = await models.PredictAsync(id, package, document.Text);
            Assert.Equal(expected.Count, given.Count);
            Assert.All(expected.Terms(), term => Assert.Equal(term.Weight, given[plain.Tokenizer.Vocabulary[term.TokenId]], Weight));
        }

        await models.DeleteAsync(id);
    }

    /// <summary>Everything in the cluster: texts, ingest pipeline, connector, <c>kosparse serve</c>, <c>rank_features</c>, and questions as texts.</summary>
    [NodeFact]
    public async Task RegisterRemoteAsync_TextsThroughThePipeline_ScoreAsEncodedHere()
    {
        using Cluster cluster = fixture.Node.Connect();
        ClusterModels models = new(cluster);
        ClusterPipelines pipelines = new(cluster);
        using Process service = KoSparseProgram.Start("serve", "--model", Mini.Folder, "--port", "0");
        try
        {
            Uri address = new((await ListeningAsync(service)).TrimEnd('/') + "/");
            string name = NewIndex.Name();
            string documents = await models.RegisterRemoteAsync(name, new Uri(address, "opensearch"));
            string again = await models.RegisterRemoteAsync(name, new Uri(address, "opensearch"));
            string questions = await models.RegisterRemoteAsync($"{name}-questions", new Uri(address, "query/opensearch"));
            await pipelines.CreateIngestAsync(name, documents, "embedding", batch: 4, pruneRatio: 0);
            Document[] texts = [.. Mini.Documents.Select(document => document with { Title = "" })]; // the pipeline encodes the field text alone
            string index = await FilledAsync(cluster, texts, name);
            OpenSearchSearcher there = await OpenSearchSearcher.OpenAsync(cluster, index, null, new SearchOptions { ModelId = questions });

            Assert.Equal(documents, again);
            Dictionary<string, SparseVector> kept = await KeptAsync(cluster, index, texts);
            foreach (string question in Mini.Questions)
            {
                SparseVector asked = Mini.Model.Encoder.EncodeQueries([question])[0];
                IReadOnlyList<ClusterHit> hits = await there.FindAsync(question);
                Assert.NotEmpty(hits);
                Assert.All(hits, hit => AssertNear(asked.Dot(kept[hit.Id]), hit.Score));
            }

            KoSparseProgram compared = await KoSparseProgram.RunAsync(
                "opensearch", "models", "register", Mini.Folder, "--name", name, "--service", new Uri(address, "opensearch").AbsoluteUri, "--url", fixture.Node.Address.AbsoluteUri);
            Assert.Equal((0, ""), (compared.Code, compared.Error));
            Assert.Contains($", id {documents}\nIt encodes documents as is done here: no weight differs by more than 0.0000", compared.Output, StringComparison.Ordinal);

            await models.DeleteAsync(documents);
            await models.DeleteAsync(questions);
        }
        finally
        {
            service.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The weights that the index keeps of what came through the pipeline: those of encoding here, of which the last bits are cut afterwards.</summary>
    /// <remarks>Cut, two weights that are as good as equal may be 2^-8 apart where one is above and one below a step: scores of here and there could differ by .4 % for that alone.</remarks>
    private static async Task<Dictionary<string, SparseVector>> KeptAsync(Cluster cluster, string index, Document[] texts)
    {
        Dictionary<string, SparseVector> kept = [];
        foreach ((Document text, SparseVector here) in texts.Zip(Mini.Model.Encoder.EncodeDocuments(texts)))
        {
            JsonElement source = (await cluster.SendAsync(ClusterRequest.Get($"{index}/_doc/{text.Id}"))).GetProperty("_source");
            Dictionary<string, float> held = source.GetProperty("embedding").EnumerateObject().ToDictionary(term => term.Name, term => term.Value.GetSingle());
            Assert.InRange(WeightDifference.Of(held, here, Mini.Model.Tokenizer).Size, 0, Weight);
            kept[text.Id] = Mini.Stored(SparseVector.FromTerms(held.Select(term => new TermWeight(Mini.Model.Tokenizer.TryGetId(term.Key, out int token) ? token : -1, term.Value))));
        }

        return kept;
    }

    [NodeFact]
    public async Task Register_ByTheCommand_ComparesWithWhatIsComputedHere()
    {
        string url = fixture.Node.Address.AbsoluteUri;
        string name = NewIndex.Name();

        KoSparseProgram registered = await KoSparseProgram.RunAsync("opensearch", "models", "register", Mini.Folder, "--name", name, "--group", $"{name}-group", "--url", url);
        KoSparseProgram again = await KoSparseProgram.RunAsync("opensearch", "models", "register", Mini.Folder, "--name", name, "--group", $"{name}-group", "--url", url);
        string id = registered.Output.Split('\n').First(line => line.Contains(", id ", StringComparison.Ordinal)).Split(' ')[^1];
        KoSparseProgram ingest = await KoSparseProgram.RunAsync("opensearch", "pipelines", "create", "ingest", name, "--model-id", id, "--prune-ratio", "0.1", "--url", url);
        KoSparseProgram search = await KoSparseProgram.RunAsync("opensearch", "pipelines", "create", "search", name, "--model-id", id, "--two-phase", "--join", "Ranks", "--url", url);
        KoSparseProgram undeployed = await KoSparseProgram.RunAsync("opensearch", "models", "undeploy", id, "--url", url);
        KoSparseProgram deleted = await KoSparseProgram.RunAsync("opensearch", "models", "delete", id, "--url", url);
        KoSparseProgram gone = await KoSparseProgram.RunAsync("opensearch", "models", "delete", id, "--url", url);

        Assert.Equal((0, ""), (registered.Code, registered.Error));
        Assert.Contains("It weighs a question as is done here: no weight differs by more than 0.00000", registered.Output, StringComparison.Ordinal);
        Assert.EndsWith(again.Output, registered.Output, StringComparison.Ordinal); // the same id, and nothing sent
        Assert.Equal((0, 0, 0, 0, 1), (ingest.Code, search.Code, undeployed.Code, deleted.Code, gone.Code));
        Assert.Equal($"{id}: undeployed.\n", undeployed.Output);
        Assert.Contains($"There is no model {id} in the cluster.", gone.Error, StringComparison.Ordinal);
    }

    /// <summary>A group is made once; a model of the same name in another group is another one.</summary>
    [NodeFact]
    public async Task RegisterAsync_TwoGroups_KeepsAModelInEach()
    {
        using Cluster cluster = fixture.Node.Connect();
        ClusterModels models = new(cluster);
        ModelGroups groups = new(cluster);
        string name = NewIndex.Name();
        ModelPackage package = ModelPackage.Tokenizer(name, Mini.Model);

        string first = await groups.EnsureAsync($"{name}-1");
        string again = await groups.EnsureAsync($"{name}-1");
        string second = await groups.EnsureAsync($"{name}-2");
        string one = await models.RegisterAsync(package, first);
        string same = await models.RegisterAsync(package, first);
        string other = await models.RegisterAsync(package, second);

        Assert.Equal((first, one), (again, same));
        Assert.NotEqual(one, other);
        foreach ((string group, string id) in ((string, string)[])[(first, one), (second, other)])
        {
            Assert.Equal(group, (await cluster.SendAsync(ClusterRequest.Get($"_plugins/_ml/models/{id}"))).TextAt("model_group_id"));
            await models.DeleteAsync(id);
        }
    }

    /// <summary>A service of another model is told by a term, and the key goes to it and is not shown.</summary>
    [NodeFact]
    public async Task Register_ServiceOfAnotherModel_IsAFault()
    {
        const string Key = "k3y-of-the-service";
        await using FakeCluster service = await FakeCluster.StartAsync((context, _) => FakeCluster.AnswerAsync(context, 200, """[{"바다":1.5}]"""));
        Dictionary<string, string> variables = new() { ["KOSPARSE_SERVICE_KEY"] = Key, ["KOSPARSE_OPENSEARCH_URL"] = fixture.Node.Address.AbsoluteUri };

        KoSparseProgram registered = await KoSparseProgram.RunAsync(
            variables, "opensearch", "models", "register", Mini.Folder, "--name", NewIndex.Name(), "--service", new Uri(service.Address, "opensearch").AbsoluteUri);

        Assert.Equal(1, registered.Code);
        Assert.Matches(@"It encodes (documents|questions) otherwise than is done here: '.+' weighs \d+(\.\d+)? there and \d+(\.\d+)? here, more than 0\.001 apart\.", registered.Output);
        Assert.Contains($"POST /opensearch Bearer {Key}", service.Requests);
        Assert.DoesNotContain(Key, registered.Output + registered.Error, StringComparison.Ordinal);
    }

    private static async Task<string> FilledAsync(Cluster cluster, Document[] texts, string pipeline)
    {
        string index = await NewIndex.MakeAsync(cluster);
        OpenSearchIndexer indexer = new(cluster, index, new IngestOptions { Pipeline = pipeline });
        IngestSummary summary = await indexer.RunAsync(IngestSource.Texts(texts, 0, (await IndexDescription.ReadAsync(cluster, index)).FormatFor(Mini.Model, withVectors: false)));
        Assert.Equal((texts.Length, 0), (summary.Read, summary.Failed));
        Assert.Equal(texts.Length, await indexer.CountAsync());
        return index;
    }

    private static async Task<string> ListeningAsync(Process service)
    {
        _ = service.StandardError.ReadToEndAsync();
        while (await service.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("listening on ", StringComparison.Ordinal))
            {
                return line["listening on ".Length..].Split(' ')[0];
            }
        }

        throw new InvalidOperationException("The service did not start.");
    }

    private static void AssertNear(double expected, double actual) => Assert.Equal(expected, actual, Relative * Math.Abs(expected));
}
