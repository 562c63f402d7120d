using System.Text.Json.Nodes;
using KoSparse.Data;
using KoSparse.Encoding.Lines;
using KoSparse.OpenSearch.Facts;
using KoSparse.OpenSearch.Indices;
using KoSparse.OpenSearch.Ingest;
using KoSparse.OpenSearch.Queries;
using KoSparse.OpenSearch.Tests.Nodes;
using KoSparse.Vectors;

namespace KoSparse.OpenSearch.Tests.Queries;

/// <summary>What 3.x has and 2.19 has not, on a server that stands for one after its documentation: no evidence of a real one.</summary>
public sealed class SparseVectorTests
{
    private const string Index = "docs";
    private const int Count = 300;

    /// <summary>Of a score: both weights have 8 bits.</summary>
    private const double Quantized = 0.02;

    private static readonly (Document Document, SparseVector Vector)[] All =
        [.. Mini.Many(Count, seed: 7), .. Mini.Documents.Zip(Mini.Vectors)];

    /// <summary>More hits and more terms than the 10 that are given when nobody asks for more.</summary>
    [Fact]
    public async Task FindAsync_ManyHitsOfManyTerms_ScoresAsTheDotProduct()
    {
        await using FakeCluster fake = await SeismicCluster.StartAsync();
        using Cluster cluster = await FilledAsync(fake);
        const string Long = "제주의 해녀는 바다에 들어가 전복과 소라를 따고 등대는 밤바다를 지나는 배에 길을 알려 주며 썰물이 되면 섬까지 걸어갈 수 있다";
        SparseVector asked = Mini.Model.Encoder.EncodeQueries([Long])[0];
        OpenSearchSearcher searcher = await OpenSearchSearcher.OpenAsync(cluster, Index, Mini.Model);

        IReadOnlyList<ClusterHit> hits = await searcher.FindAsync(Long, 50);

        Assert.True(asked.Count > 10, $"{asked.Count} terms");
        int expected = Math.Min(50, All.Count(one => asked.Dot(one.Vector) > 0));
        Assert.True(expected > 10, $"{expected} hits");
        Assert.Equal(expected, hits.Count);
        Assert.All(hits.Take(4), hit => Assert.Equal(asked.Dot(All.First(one => one.Document.Id == hit.Id).Vector), hit.Score, Quantized * hit.Score));
    }

    [Fact]
    public async Task FindAsync_Filter_IsAPartOfTheSearch()
    {
        await using FakeCluster fake = await SeismicCluster.StartAsync();
        using Cluster cluster = await FilledAsync(fake);
        OpenSearchSearcher searcher = await OpenSearchSearcher.OpenAsync(cluster, Index, Mini.Model, new SearchOptions { Filters = [new("region", "진도")] });

        Assert.Equal(["6"], (await searcher.FindAsync("바다")).Select(hit => hit.Id));
    }

    [Fact]
    public async Task FindAsync_Explain_NamesTokensWhoseSharesSumToTheScore()
    {
        await using FakeCluster fake = await SeismicCluster.StartAsync();
        using Cluster cluster = await FilledAsync(fake);
        OpenSearchSearcher searcher = await OpenSearchSearcher.OpenAsync(cluster, Index, Mini.Model, new SearchOptions { Explain = true });

        ClusterHit hit = (await searcher.FindAsync(Mini.Questions[0]))[0];

        Assert.Equal("1", hit.Id);
        Assert.Contains(hit.Terms, term => term.Term == "바다");
        Assert.Equal(hit.Score, hit.Terms.Sum(term => term.Share), 1e-9);
    }

    [Fact]
    public async Task OpenAsync_ExplainBefore35OrTwoPhase_IsRefusedWithWhatToDo()
    {
        await using FakeCluster fake = await SeismicCluster.StartAsync("3.4.0");
        using Cluster cluster = await FilledAsync(fake);

        OpenSearchException explain = await Assert.ThrowsAsync<OpenSearchException>(() => OpenSearchSearcher.OpenAsync(cluster, Index, Mini.Model, new SearchOptions { Explain = true }));
        OpenSearchException twoPhase = await Assert.ThrowsAsync<OpenSearchException>(() => OpenSearchSearcher.OpenAsync(cluster, Index, Mini.Model, new SearchOptions { TwoPhase = true }));

        Assert.Contains("explanation of sparse_vector scores needs OpenSearch 3.5", explain.Message, StringComparison.Ordinal);
        Assert.Contains("the two-phase processor does not take", twoPhase.Message, StringComparison.Ordinal);
    }

    /// <summary>Tokens as keys, which <c>rank_features</c> take, are refused one by one.</summary>
    [Fact]
    public async Task RunAsync_TokensInsteadOfIds_AreNamed()
    {
        await using FakeCluster fake = await SeismicCluster.StartAsync();
        using Cluster cluster = await FilledAsync(fake);
        IngestState state = IngestState.InMemory();

        IngestSummary summary = await new OpenSearchIndexer(cluster, Index).RunAsync(
            [new IngestItem("a", System.Text.Encoding.UTF8.GetBytes("""{"index":{"_id":"a"}}""" + "\n" + """{"embedding":{"바다":1}}""" + "\n"))], state);

        Assert.Equal((1, 1), (summary.Read, summary.Failed));
    }

    private static async Task<Cluster> FilledAsync(FakeCluster fake)
    {
        Cluster cluster = new(new ClusterEndpoint(fake.Address));
        ClusterFacts facts = await ClusterFacts.ReadAsync(cluster);
        JsonObject mapping = IndexMapping.Of(Mini.Model.Tokenizer, facts, new IndexOptions { Kind = VectorFieldKind.SparseVector, Ceilings = VectorCeilings.Of(Mini.Model) });
        Assert.Null(await IndexCreation.EnsureAsync(cluster, Index, mapping));
        Assert.Equal([], await IndexCreation.EnsureAsync(cluster, Index, mapping));
        VectorFormat format = (await IndexDescription.ReadAsync(cluster, Index)).FormatFor(Mini.Model);
        Dictionary<string, SparseVector> vectors = All.ToDictionary(one => one.Document.Id, one => one.Vector);
        OpenSearchIndexer indexer = new(cluster, Index);
        await indexer.RunAsync(IngestSource.Encoded(All.Select(one => one.Document), 0, portion => [.. portion.Select(document => vectors[document.Id])], format));
        Assert.Equal(All.Length, await indexer.CountAsync());
        return cluster;
    }
}
