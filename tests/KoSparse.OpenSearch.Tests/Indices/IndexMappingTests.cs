using System.Text.Json.Nodes;
using KoSparse.OpenSearch.Facts;
using KoSparse.OpenSearch.Indices;
using KoSparse.OpenSearch.Tests.Nodes;
using KoSparse.Tests.Search;

namespace KoSparse.OpenSearch.Tests.Indices;

[Collection(SharedNode.Name)]
public sealed class IndexMappingTests(NodeFixture fixture)
{
    private static readonly ClusterFacts Third = new(new Version(3, 3, 0), new HashSet<string> { "opensearch-neural-search" }, "green", [], new Dictionary<string, string>());

    [NodeFact]
    public async Task EnsureAsync_Twice_MakesItOnceAndSaysWhatDiffers()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = NewIndex.Name();
        JsonObject mapping = IndexMapping.Of(Mini.Model.Tokenizer, await ClusterFacts.ReadAsync(cluster), new IndexOptions { Shards = 1, Replicas = 0 });

        IReadOnlyList<IndexDifference>? first = await IndexCreation.EnsureAsync(cluster, name, mapping);
        IReadOnlyList<IndexDifference>? second = await IndexCreation.EnsureAsync(cluster, name, mapping);
        mapping["mappings"]!["properties"]!["title"]!["analyzer"] = "cjk";
        mapping["mappings"]!["properties"]!["other"] = new JsonObject { ["type"] = "rank_features" };
        IReadOnlyList<IndexDifference>? third = await IndexCreation.EnsureAsync(cluster, name, mapping);

        Assert.Null(first);
        Assert.Equal([], second);
        Assert.Equal(
            [new("mappings.properties.title.analyzer", "korean", "cjk"), new IndexDifference("mappings.properties.other.type", null, "rank_features")], third);
    }

    [NodeFact]
    public async Task Of_RealNodeWithNori_FindsAStemWithAnotherParticle()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = await NewIndex.MakeAsync(cluster);

        System.Text.Json.JsonElement answer = await cluster.SendAsync(ClusterRequest.Post($"{name}/_analyze", new JsonObject { ["field"] = "text", ["text"] = "해녀는 바다에서" }));

        Assert.Equal(["해녀", "바다"], answer.GetProperty("tokens").EnumerateArray().Select(token => token.GetProperty("token").GetString()!));
    }

    [NodeFact]
    public async Task ReadAsync_IndexOfOthers_IsRefusedWithWhatToDo()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = NewIndex.Name();
        await cluster.SendAsync(ClusterRequest.Put(name, new JsonObject { ["mappings"] = new JsonObject { ["properties"] = new JsonObject { ["v"] = new JsonObject { ["type"] = "rank_features" } } } }));

        OpenSearchException unknown = await Assert.ThrowsAsync<OpenSearchException>(() => IndexDescription.ReadAsync(cluster, name));
        IndexDescription named = await IndexDescription.ReadAsync(cluster, name, "v");

        Assert.Contains("the field embedding is missing", unknown.Message, StringComparison.Ordinal);
        Assert.Equal((name, "v", false, null), (named.Name, named.Field, named.HasIds, named.TokenizerHash));
    }

    /// <summary>No server of 3.3 is here: the mapping is that of its documentation.</summary>
    [Fact]
    public void Of_SparseVector_HasTheModelsOwnCeilings()
    {
        VectorCeilings ceilings = VectorCeilings.Of(Mini.Model);

        JsonObject mapping = IndexMapping.Of(Mini.Model.Tokenizer, Third, new IndexOptions { Kind = VectorFieldKind.SparseVector, Ceilings = new(4.01f, 13.1317f) });

        Assert.Equal("true", mapping["settings"]!["index"]!["sparse"]!.ToJsonString());
        Assert.Equal(
            """{"type":"sparse_vector","method":{"name":"seismic","parameters":{"quantization_ceiling_ingest":4.1,"quantization_ceiling_search":13.2}}}""",
            mapping["mappings"]!["properties"]!["embedding"]!.ToJsonString());
        Assert.Equal("cjk", mapping["mappings"]!["properties"]!["text"]!["analyzer"]!.GetValue<string>());
        Assert.Equal(13.1317f, ceilings.Question, 1e-3f);
        Assert.All(Mini.Vectors, vector => Assert.InRange(vector.ByWeight().First().Weight, 0, ceilings.Document));
    }

    [Fact]
    public void Of_SparseVectorOnAnOlderCluster_IsRefused()
    {
        ClusterFacts second = Third with { Version = new Version(2, 19, 1) };

        OpenSearchException fault = Assert.Throws<OpenSearchException>(() =>
            IndexMapping.Of(Mini.Model.Tokenizer, second, new IndexOptions { Kind = VectorFieldKind.SparseVector, Ceilings = new(1, 1) }));

        Assert.Equal("sparse_vector needs OpenSearch 3.3 with opensearch-neural-search; this is 2.19.1. Take rank_features.", fault.Message);
    }

    /// <summary>Ids above 32,767 fold: a term would be found as another.</summary>
    [Fact]
    public void Of_SparseVectorOfALargeVocabulary_IsRefusedWithTheReason()
    {
        WordTokenizer wide = new([.. Enumerable.Range(0, 32_764).Select(number => $"낱말{number}")]); // and five special ones

        OpenSearchException fault = Assert.Throws<OpenSearchException>(() =>
            IndexMapping.Of(wide, Third, new IndexOptions { Kind = VectorFieldKind.SparseVector, Ceilings = new(1, 1) }));

        Assert.Contains("ids modulo 32,768, and the vocabulary has 32,769 tokens", fault.Message, StringComparison.Ordinal);
    }
}
