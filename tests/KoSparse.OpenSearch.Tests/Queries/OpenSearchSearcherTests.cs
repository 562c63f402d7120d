using KoSparse.Data;
using KoSparse.Encoding.Lines;
using KoSparse.OpenSearch.Facts;
using KoSparse.OpenSearch.Indices;
using KoSparse.OpenSearch.Ingest;
using KoSparse.OpenSearch.Queries;
using KoSparse.OpenSearch.Tests.Nodes;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.OpenSearch.Tests.Queries;

[Collection(SharedNode.Name)]
public sealed class OpenSearchSearcherTests(NodeFixture fixture)
{
    private const double Relative = 1e-5;
    private const int Count = 3_000;

    /// <summary>Of a score: the embedded index rounds weights, too, and otherwise.</summary>
    private const double Tie = 0.005;

    /// <summary>Scores are the dot products of the weights that the index keeps; the ten best are those of the embedded index but for ties.</summary>
    [NodeFact]
    public async Task FindAsync_ManyDocuments_ScoresAsTheEmbeddedIndexDoes()
    {
        using Cluster cluster = fixture.Node.Connect();
        (Document Document, SparseVector Vector)[] all = [.. Mini.Many(Count, seed: 5), .. Mini.Documents.Zip(Mini.Vectors)];
        string name = await FilledAsync(cluster, all);
        OpenSearchSearcher searcher = await OpenSearchSearcher.OpenAsync(cluster, name, Mini.Model);
        Dictionary<string, SparseVector> kept = all.ToDictionary(one => one.Document.Id, one => Mini.Stored(one.Vector));
        var embedded = SearchIndex.InMemory(Mini.Model.Encoder.VocabularySize, all.Select(one => (one.Document, kept[one.Document.Id])));

        foreach (string question in Mini.Questions)
        {
            SparseVector asked = Mini.Model.Encoder.EncodeQueries([question])[0];
            IReadOnlyList<ClusterHit> hits = await searcher.FindAsync(question);

            Assert.NotEmpty(hits);
            Assert.All(hits, hit => AssertNear(asked.Dot(kept[hit.Id]), hit.Score));
            string[] best = [.. embedded.Search(asked, 10).Select(hit => embedded.Document(hit.Document).Id)];
            Assert.Equal(best.Length, hits.Count);
            Assert.All(best.Zip(hits), pair => Assert.True(
                pair.First == pair.Second.Id || Math.Abs(asked.Dot(kept[pair.First]) - pair.Second.Score) < Tie * pair.Second.Score, $"{question}: {pair}"));
            Assert.Equal(best[0], hits[0].Id);
        }
    }

    /// <summary>Without the plugin the same sum is asked for in another way.</summary>
    [NodeFact]
    public async Task Of_ClusterWithoutThePlugin_GivesTheSameScores()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = await NewIndex.OfMiniAsync(cluster);
        ClusterFacts facts = await ClusterFacts.ReadAsync(cluster);
        IndexDescription described = await IndexDescription.ReadAsync(cluster, name);
        SparseVector asked = Mini.Model.Encoder.EncodeQueries([Mini.Questions[0]])[0];
        QuestionTokens tokens = QuestionTokens.Of(asked, Mini.Model.Tokenizer, ids: false);

        var with = await ScoresAsync(facts);
        var without = await ScoresAsync(facts with { Plugins = new HashSet<string>() });

        Assert.NotEmpty(with);
        Assert.Equal(with.Keys.Order(), without.Keys.Order());
        Assert.All(with, pair => AssertNear(pair.Value, without[pair.Key]));

        async Task<Dictionary<string, double>> ScoresAsync(ClusterFacts known) =>
            (await cluster.SendAsync(ClusterRequest.Post($"{name}/_search", new SearchBody(known, described, new SearchOptions()).Of(Mini.Questions[0], tokens))))
                .ItemsAt("hits", "hits").ToDictionary(hit => hit.TextAt("_id")!, hit => hit.NumberAt("_score")!.Value);
    }

    [NodeFact]
    public async Task FindAsync_Explain_TermsSumToTheScore()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = await NewIndex.OfMiniAsync(cluster);
        SearchOptions[] ways =
        [
            new(), new() { By = SearchedBy.Text }, new() { TwoPhase = true }, new() { Filters = [new("region", "제주")] },
            new() { By = SearchedBy.Hybrid }, new() { By = SearchedBy.Hybrid, Joining = Joining.Ranks }, new() { By = SearchedBy.Hybrid, TwoPhase = true, Filters = [new("region", "제주")] },
        ];
        foreach (SearchOptions options in ways)
        {
            OpenSearchSearcher searcher = await OpenSearchSearcher.OpenAsync(cluster, name, Mini.Model, options with { Explain = true });
            OpenSearchSearcher silent = await OpenSearchSearcher.OpenAsync(cluster, name, Mini.Model, options);

            IReadOnlyList<ClusterHit> hits = await searcher.FindAsync(Mini.Questions[0]);

            Assert.Equal("1", hits[0].Id);
            Assert.True(hits[0].Terms.Count > 1, $"{options}");
            Assert.Contains(hits[0].Terms, term => term.Term is "바다" or "text:바다");
            Assert.All(hits, hit => AssertNear(hit.Score, hit.Terms.Sum(term => term.Share)));
            IReadOnlyList<ClusterHit> expected = await silent.FindAsync(Mini.Questions[0]);
            Assert.Equal(expected.Select(hit => hit.Id), hits.Select(hit => hit.Id));
            Assert.All(expected.Zip(hits), pair => AssertNear(pair.First.Score, pair.Second.Score));
        }
    }

    /// <summary>By vectors alone each share is the product of both weights.</summary>
    [NodeFact]
    public async Task FindAsync_ExplainSparse_SharesAreProducts()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = await NewIndex.OfMiniAsync(cluster);
        OpenSearchSearcher searcher = await OpenSearchSearcher.OpenAsync(cluster, name, Mini.Model, new SearchOptions { Explain = true });
        QuestionTokens asked = QuestionTokens.Of(Mini.Model.Encoder.EncodeQueries([Mini.Questions[0]])[0], Mini.Model.Tokenizer, ids: false);

        ClusterHit hit = (await searcher.FindAsync(Mini.Questions[0]))[0];

        Dictionary<string, float> kept = Mini.Vectors[0].Terms().ToDictionary(term => Mini.Model.Tokenizer.Vocabulary[term.TokenId], term => Mini.Stored(term.Weight));
        Assert.Equal(asked.Weights.Keys.Intersect(kept.Keys).Order(), hit.Terms.Select(term => term.Term).Order());
        Assert.All(hit.Terms, term => AssertNear((double)asked.Weights[term.Term] * kept[term.Term], term.Share));
    }

    [NodeFact]
    public async Task FindAsync_WordsAndBoth_FindTheDocument()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = await NewIndex.OfMiniAsync(cluster);
        SearchOptions[] ways =
        [
            new() { By = SearchedBy.Text }, new() { By = SearchedBy.Hybrid }, new() { By = SearchedBy.Hybrid, Joining = Joining.Ranks }, new() { TwoPhase = true },
            new() { By = SearchedBy.Hybrid, TwoPhase = true },
        ];
        foreach (SearchOptions options in ways)
        {
            OpenSearchSearcher searcher = await OpenSearchSearcher.OpenAsync(cluster, name, Mini.Model, options);

            Assert.Equal("2", (await searcher.FindAsync("밤에 배를 돕는 등대"))[0].Id);
        }
    }

    [NodeFact]
    public async Task FindAsync_Filters_KeepWhatHasTheValues()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = await NewIndex.OfMiniAsync(cluster);
        foreach (SearchedBy by in Enum.GetValues<SearchedBy>())
        {
            OpenSearchSearcher all = await OpenSearchSearcher.OpenAsync(cluster, name, Mini.Model, new SearchOptions { By = by });
            OpenSearchSearcher some = await OpenSearchSearcher.OpenAsync(cluster, name, Mini.Model, new SearchOptions { By = by, Filters = [new("region", "진도"), new("year", "2006")] });

            Assert.True((await all.FindAsync("바다")).Count > 1);
            Assert.Equal(["6"], (await some.FindAsync("바다")).Select(hit => hit.Id));
        }
    }

    [NodeFact]
    public async Task FindAsync_Highlight_MarksTheWordsWhateverIsCompared()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = await NewIndex.OfMiniAsync(cluster);
        foreach (SearchedBy by in Enum.GetValues<SearchedBy>())
        {
            OpenSearchSearcher searcher = await OpenSearchSearcher.OpenAsync(cluster, name, Mini.Model, new SearchOptions { By = by, Highlight = true });

            Assert.Contains("⟦떡볶이⟧", string.Join(' ', (await searcher.FindAsync("시장 떡볶이"))[0].Passages), StringComparison.Ordinal);
        }
    }

    [NodeFact]
    public async Task FindAsync_QuestionWithoutTerms_FindsNothing()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = await NewIndex.OfMiniAsync(cluster);
        OpenSearchSearcher searcher = await OpenSearchSearcher.OpenAsync(cluster, name, Mini.Model);

        Assert.Empty(await searcher.FindAsync("?!"));
    }

    /// <summary>Lucene refuses what is above 64; scaled, the question is answered.</summary>
    [NodeFact]
    public async Task Of_WeightsAbove64_AreScaledAndTaken()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = await NewIndex.OfMiniAsync(cluster);
        IndexDescription described = await IndexDescription.ReadAsync(cluster, name);
        ClusterFacts facts = await ClusterFacts.ReadAsync(cluster);
        int term = Mini.Vectors[0].TokenIds[0];
        SparseVector asked = SparseVector.FromTerms([new TermWeight(term, 256)]);
        QuestionTokens tokens = QuestionTokens.Of(asked, Mini.Model.Tokenizer, ids: false);
        SearchBody body = new(facts, described, new SearchOptions());

        OpenSearchException refused = await Assert.ThrowsAsync<OpenSearchException>(() => cluster.SendAsync(
            ClusterRequest.Post($"{name}/_search", body.Of("", new QuestionTokens(new Dictionary<string, float> { [Mini.Model.Tokenizer.Vocabulary[term]] = 256 }, 1)))));
        System.Text.Json.JsonElement answer = await cluster.SendAsync(ClusterRequest.Post($"{name}/_search", body.Of("", tokens)));

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("weight must be in (0, 64", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0.25f, tokens.Scale);
        System.Text.Json.JsonElement hit = answer.ItemsAt("hits", "hits").Single(one => one.TextAt("_id") == "1");
        AssertNear(256 * Mini.Stored(Mini.Vectors[0].Weights[0]), hit.NumberAt("_score")!.Value / tokens.Scale);
    }

    [NodeFact]
    public async Task OpenAsync_IndexOfAnotherTokenizer_IsRefused()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = NewIndex.Name();
        await IndexCreation.EnsureAsync(cluster, name, IndexMapping.Of(new KoSparse.Tests.Search.WordTokenizer("낱말"), await ClusterFacts.ReadAsync(cluster), new IndexOptions()));

        OpenSearchException fault = await Assert.ThrowsAsync<OpenSearchException>(() => OpenSearchSearcher.OpenAsync(cluster, name, Mini.Model));

        Assert.Contains("holds terms of another tokenizer", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<string> FilledAsync(Cluster cluster, (Document Document, SparseVector Vector)[] all)
    {
        string name = await NewIndex.MakeAsync(cluster);
        VectorFormat format = (await IndexDescription.ReadAsync(cluster, name)).FormatFor(Mini.Model);
        Dictionary<string, SparseVector> vectors = all.ToDictionary(one => one.Document.Id, one => one.Vector);
        OpenSearchIndexer indexer = new(cluster, name);
        await indexer.RunAsync(IngestSource.Encoded(all.Select(one => one.Document), 0, portion => [.. portion.Select(document => vectors[document.Id])], format));
        Assert.Equal(all.Length, await indexer.CountAsync());
        return name;
    }

    private static void AssertNear(double expected, double actual) => Assert.Equal(expected, actual, Relative * Math.Abs(expected));
}
