using KoSparse.OpenSearch.Checking;
using KoSparse.OpenSearch.Facts;
using KoSparse.OpenSearch.Tests.Nodes;

namespace KoSparse.OpenSearch.Tests.Checking;

[Collection(SharedNode.Name)]
public sealed class ClusterCheckTests(NodeFixture fixture)
{
    private static readonly NodeFacts Sound = new("one", ["data"], 4L << 30, 0.3, 0.5, 100L << 30, 0.4);

    private static readonly ClusterFacts Full = new(
        new Version(2, 19, 1), new HashSet<string> { "opensearch-neural-search", "opensearch-ml", "analysis-nori" }, "green", [Sound], new Dictionary<string, string>
        {
            ["cluster.routing.allocation.disk.watermark.flood_stage"] = "95%",
            ["cluster.routing.allocation.disk.watermark.high"] = "90%",
            ["plugins.ml_commons.only_run_on_ml_node"] = "false",
        });

    [NodeFact]
    public async Task ReadAsync_RealNode_IsFit()
    {
        using Cluster cluster = fixture.Node.Connect();

        ClusterFacts facts = await ClusterFacts.ReadAsync(cluster);
        IReadOnlyList<Finding> findings = ClusterCheck.Of(facts);

        Assert.True(facts.Version >= new Version(2, 11), $"{facts.Version}");
        Assert.NotEmpty(facts.Nodes);
        Assert.InRange(facts.Nodes[0].HeapUsed, 0.01, 1);
        Assert.True(facts.Settings.ContainsKey("indices.query.bool.max_clause_count"));
        Assert.DoesNotContain(findings, finding => finding.Verdict == Verdict.Fault);
    }

    [Fact]
    public void Of_SoundCluster_NotesOnlyWhatNeedsALaterVersion() =>
        Assert.Equal(
            [
                "skip_existing in sparse_encoding: not here: from 3.0 on. Without it, every text is encoded again.",
                "semantic fields: not here: from 3.1 on. Without it, an ingest pipeline encodes.",
                "pruning of semantic fields: not here: from 3.2 on. Without it, terms below a tenth of the heaviest are left out of them.",
                "sparse_vector (SEISMIC): not here: from 3.3 on. Without it, rank_features holds the vectors.",
                "explanation of sparse_vector scores: not here: from 3.5 on. Without it, search without --explain.",
            ],
            Told(Full, Verdict.Note));

    [Fact]
    public void Of_ClusterOf35_HasNothingToNote() => Assert.Empty(Told(Full with { Version = new Version(3, 5, 0) }, Verdict.Note));

    [Fact]
    public void Of_VersionBeforeTheEarliest_IsNotFit() => Assert.Equal(
        ["version: 2.10.0: the earliest that is spoken with is 2.11. Upgrade the cluster."], Told(Full with { Version = new Version(2, 10, 0) }, Verdict.Fault));

    [Fact]
    public void Of_RedCluster_IsNotFit() => Assert.Contains("shards are missing", Assert.Single(Told(Full with { Health = "red" }, Verdict.Fault)), StringComparison.Ordinal);

    [Fact]
    public void Of_FullDisk_IsNotFit() => Assert.Contains(
        "indices take no writes from 95 % on", Assert.Single(Told(Full with { Nodes = [Sound with { DiskUsed = 0.96 }, Sound] }, Verdict.Fault)), StringComparison.Ordinal);

    [Fact]
    public void Of_FullHeap_IsNoted() => Assert.Contains(
        "heap of one: 95 % of 4.3 GB in use: bulks will be refused", Told(Full with { Nodes = [Sound with { HeapUsed = 0.95 }] }, Verdict.Note)[0], StringComparison.Ordinal);

    [Fact]
    public void Of_ModelsThatRunNowhere_SaysWhichSettingToChange()
    {
        ClusterFacts facts = Full with { Settings = new Dictionary<string, string> { ["plugins.ml_commons.only_run_on_ml_node"] = "true" } };

        Assert.Contains("\"plugins.ml_commons.only_run_on_ml_node\":false}}", Told(facts, Verdict.Note)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NoPlugins_SaysWhatIsDoneInstead()
    {
        string[] notes = Told(Full with { Plugins = new HashSet<string>() }, Verdict.Note);

        Assert.Contains("neural_sparse query_tokens: not here: needs the plugin opensearch-neural-search. Without it, a bool of rank_feature asks the same.", notes);
        Assert.Contains(notes, note => note.StartsWith("nori: not here: needs the plugin analysis-nori.", StringComparison.Ordinal));
    }

    private static string[] Told(ClusterFacts facts, Verdict verdict) =>
        [.. ClusterCheck.Of(facts).Where(finding => finding.Verdict == verdict).Select(finding => $"{finding.Subject}: {finding.Text}")];
}
