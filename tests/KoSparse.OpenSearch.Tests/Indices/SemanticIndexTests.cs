using System.Text.Json.Nodes;
using KoSparse.OpenSearch.Facts;
using KoSparse.OpenSearch.Indices;
using KoSparse.OpenSearch.Models;
using KoSparse.OpenSearch.Queries;
using KoSparse.OpenSearch.Tests.Cli;
using KoSparse.OpenSearch.Tests.Nodes;
using KoSparse.Tests;
using KoSparse.Vectors;

namespace KoSparse.OpenSearch.Tests.Indices;

/// <summary>Texts that encode themselves in the cluster, on a server that stands for one of 3.x after its documentation: no evidence of a real one.</summary>
public sealed class SemanticIndexTests : IDisposable
{
    private const double Relative = 1e-5;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>From the command line: a connector's model, an index, texts alone, and questions that are encoded here or there.</summary>
    [Fact]
    public async Task Create_Semantic_EncodesTextsAndQuestions()
    {
        await using FakeCluster fake = await SemanticCluster.StartAsync();
        using Cluster cluster = new(new ClusterEndpoint(fake.Address));
        string id = await new ClusterModels(cluster).RegisterRemoteAsync("mini-remote", new Uri("http://127.0.0.1:9/opensearch"));
        string documents = Mini.Write(_folder, Mini.Documents);

        KoSparseProgram made = await CallAsync(fake, "create", "docs", "--model", Mini.Folder, "--vectors", "semantic", "--model-id", id, "--question-model-id", SemanticCluster.Tokenizer);
        KoSparseProgram again = await CallAsync(fake, "create", "docs", "--model", Mini.Folder, "--vectors", "semantic", "--model-id", id, "--question-model-id", SemanticCluster.Tokenizer);
        KoSparseProgram encoded = await CallAsync(fake, "ingest", "docs", documents, "--model", Mini.Folder, "--encoded");
        KoSparseProgram ingested = await CallAsync(fake, "ingest", "docs", documents, "--model", Mini.Folder);

        Assert.Equal((0, ""), (made.Code, made.Output.Replace("docs: made.\n", "", StringComparison.Ordinal)));
        Assert.Equal("docs: is there, as the model needs it. Nothing was changed.\n", again.Output);
        Assert.Contains("docs encodes by itself: send the documents as they are", encoded.Error, StringComparison.Ordinal);
        Assert.True(ingested.Code == 0, ingested.Error);
        OpenSearchSearcher there = await OpenSearchSearcher.OpenAsync(cluster, "docs", null);
        OpenSearchSearcher here = await OpenSearchSearcher.OpenAsync(cluster, "docs", Mini.Model);
        foreach (string question in Mini.Questions)
        {
            SparseVector asked = Mini.Model.Encoder.EncodeQueries([question])[0];
            (string, double)[] expected =
                [.. Mini.Documents.Select(document => (document.Id, Score: (double)asked.Dot(Mini.Stored(SemanticCluster.Encoded(document.Text))))).Where(hit => hit.Score > 0).OrderByDescending(hit => hit.Score)];
            Assert.NotEmpty(expected);
            AssertSame(expected, await there.FindAsync(question));
            AssertSame(expected, await here.FindAsync(question));
        }
    }

    [Theory]
    [InlineData(new[] { "--vectors", "semantic" }, "Say by which of its models: --model-id")]
    [InlineData(new[] { "--model-id", "x" }, "are of --vectors semantic")]
    [InlineData(new[] { "--vectors", "semantic", "--model-id", "x", "--field", "v" }, "names the vectors of a semantic field itself")]
    public async Task Create_OptionsThatDoNotGoTogether_AreRefused(string[] options, string reason)
    {
        KoSparseProgram program = await KoSparseProgram.RunAsync(["opensearch", "create", "docs", "--model", Mini.Folder, .. options]);

        Assert.Equal(2, program.Code);
        Assert.Contains(reason, program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureAsync_ModelOfWhichNobodySaidWhatItGives_IsRefusedByTheCluster()
    {
        await using FakeCluster fake = await SemanticCluster.StartAsync();
        using Cluster cluster = new(new ClusterEndpoint(fake.Address));
        JsonObject mapping = IndexMapping.Of(Mini.Model.Tokenizer, await ClusterFacts.ReadAsync(cluster), new IndexOptions { Semantic = new(SemanticCluster.Unknown) });

        OpenSearchException fault = await Assert.ThrowsAsync<OpenSearchException>(() => IndexCreation.EnsureAsync(cluster, "docs", mapping));

        Assert.Contains("Model config is null for the remote model unknown", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Pruning of ours is enough from 3.2 on, where it can be said; 3.1 does not know the setting.</summary>
    [Theory]
    [InlineData("3.1.0", """{"type":"semantic","model_id":"a","analyzer":"cjk"}""")]
    [InlineData("3.2.0", """{"type":"semantic","model_id":"a","analyzer":"cjk","sparse_encoding_config":{"prune_type":"none"}}""")]
    public void Of_Semantic_SaysWhatTheVersionKnows(string version, string field)
    {
        JsonObject mapping = IndexMapping.Of(Mini.Model.Tokenizer, FactsOf(version), new IndexOptions { Semantic = new("a") });

        Assert.Equal(field, mapping["mappings"]!["properties"]!["text"]!.ToJsonString());
        Assert.Equal(["title", "text"], mapping["mappings"]!["properties"]!.AsObject().Select(property => property.Key));
    }

    [Fact]
    public void Of_SemanticOnAnOlderCluster_IsRefused()
    {
        OpenSearchException fault = Assert.Throws<OpenSearchException>(() => IndexMapping.Of(Mini.Model.Tokenizer, FactsOf("3.0.0"), new IndexOptions { Semantic = new("a") }));

        Assert.Equal("semantic fields need OpenSearch 3.1 with opensearch-neural-search; this is 3.0.0. Take rank_features, and an ingest pipeline.", fault.Message);
    }

    [Fact]
    public void Of_SemanticAsSparseVector_IsRefused()
    {
        IndexOptions both = new() { Semantic = new("a"), Kind = VectorFieldKind.SparseVector, Ceilings = new(1, 1) };

        ArgumentException fault = Assert.Throws<ArgumentException>(() => IndexMapping.Of(Mini.Model.Tokenizer, FactsOf("3.3.0"), both));

        Assert.Contains("keeps rank_features", fault.Message, StringComparison.Ordinal);
    }

    private static ClusterFacts FactsOf(string version) => new(Version.Parse(version), new HashSet<string> { "opensearch-neural-search" }, "green", [], new Dictionary<string, string>());

    private static void AssertSame((string Id, double Score)[] expected, IReadOnlyList<ClusterHit> hits)
    {
        Assert.Equal(expected.Select(hit => hit.Id), hits.Select(hit => hit.Id));
        Assert.All(expected.Zip(hits), pair => Assert.Equal(pair.First.Score, pair.Second.Score, Relative * pair.First.Score));
    }

    private static Task<KoSparseProgram> CallAsync(FakeCluster fake, params string[] arguments) =>
        KoSparseProgram.RunAsync(["opensearch", .. arguments, "--url", fake.Address.AbsoluteUri]);
}
