using System.Text.Json;
using KoSparse.OpenSearch.Tests.Nodes;
using KoSparse.Tests;

namespace KoSparse.OpenSearch.Tests.Cli;

[Collection(SharedNode.Name)]
public sealed class SearchTests(NodeFixture fixture) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [NodeFact]
    public async Task Search_Question_ShowsWhatWasFound()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = await NewIndex.OfMiniAsync(cluster);

        KoSparseProgram sparse = await CallAsync(name, "해녀는 무엇을 따나요?", "--model", Mini.Folder, "--explain");
        KoSparseProgram text = await CallAsync(name, "해녀는 무엇을 따나요?", "--by", "text", "--highlight");
        KoSparseProgram hybrid = await CallAsync(name, "해녀는 무엇을 따나요?", "--model", Mini.Folder, "--by", "hybrid", "--explain");
        KoSparseProgram curl = await CallAsync(name, "해녀", "--by", "text", "--print-curl");
        KoSparseProgram both = await CallAsync(name, "해녀", "--model", Mini.Folder, "--model-id", "x");
        KoSparseProgram neither = await CallAsync(name, "해녀");

        Assert.Equal((0, ""), (sparse.Code, sparse.Error));
        Assert.Matches(@"^ 1\. +\d+\.\d{4}  1  해녀\n    제주의 해녀는 바다에 들어가 전복과 소라를 딴다\.\n    \S+ \d+\.\d{4}", sparse.Output);
        Assert.Matches(@"^ 1\. +1\.0000  1  해녀\n.*\n    (?=해 0\.).*  text:해녀 0\.", hybrid.Output);
        Assert.Contains("⟦해녀⟧", text.Output, StringComparison.Ordinal);
        Assert.StartsWith($"curl -X POST '{fixture.Node.Address}{name}/_search' -H 'Content-Type: application/json' -d '{{", curl.Output, StringComparison.Ordinal);
        Assert.Equal(2, both.Code);
        Assert.Equal((1, $"{name}: the question needs a vector. Give a model that encodes it here (--model), or the id of one in the cluster (--model-id).\n"), (neither.Code, neither.Error));
    }

    /// <summary>The cluster beside the embedded searchers: the same questions, measures and report.</summary>
    [NodeFact]
    public async Task Benchmark_ClusterBesideEmbedded_GivesTheSameFigures()
    {
        using Cluster cluster = fixture.Node.Connect();
        string name = await NewIndex.OfMiniAsync(cluster);
        string output = _folder.File("report");
        string corpus = Mini.Write(_folder, Mini.Documents);
        Directory.CreateDirectory(_folder.File("beir"));
        File.Move(corpus, _folder.File("beir/corpus.jsonl"));
        string[] relevant = ["1", "2", "5", "4", "6"];
        _folder.Write("beir/queries.jsonl", string.Concat(Mini.Questions.Select((text, place) => $$"""{"_id":"q{{place}}","text":"{{text}}"}""" + "\n")));
        _folder.Write("beir/qrels/test.tsv", "query-id\tcorpus-id\tscore\n" + string.Concat(relevant.Select((id, place) => $"q{place}\t{id}\t1\n")));

        KoSparseProgram benchmark = await KoSparseProgram.RunAsync(
            "benchmark", _folder.File("beir"), "--model", Mini.Folder, "--methods", "bm25,sparse", "--searcher", $"opensearch:{fixture.Node.Address}{name}", "--by", "sparse,text", "--output-dir", output);
        KoSparseProgram leaking = await KoSparseProgram.RunAsync(
            "benchmark", _folder.File("beir"), "--model", Mini.Folder, "--searcher", $"opensearch:http://me:s3cret@127.0.0.1:9/{name}", "--output-dir", output);

        Assert.True(benchmark.Code == 0, benchmark.Error);
        Assert.Equal("", benchmark.Error);
        using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "metrics.json")));
        Assert.Contains("opensearch_text", metrics.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(Ranked(output, "sparse"), Ranked(output, "opensearch_sparse"));
        Assert.Equal(2, leaking.Code);
        Assert.DoesNotContain("s3cret", leaking.Error + leaking.Output, StringComparison.Ordinal);
    }

    /// <summary>Question and document of each line of a run, in its order.</summary>
    private static string[] Ranked(string folder, string method) =>
        [.. File.ReadAllLines(Path.Combine(folder, $"{method}.trec")).Select(line => line.Split(' ')).Select(part => $"{part[0]} {part[2]}")];

    private Task<KoSparseProgram> CallAsync(params string[] arguments) =>
        KoSparseProgram.RunAsync(["opensearch", "search", .. arguments, "--url", fixture.Node.Address.AbsoluteUri]);
}
