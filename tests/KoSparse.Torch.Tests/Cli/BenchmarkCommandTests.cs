using System.Text.Json.Nodes;

namespace KoSparse.Torch.Tests.Cli;

public sealed class BenchmarkCommandTests : IDisposable
{
    private readonly TinyModelFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Benchmark_TinyModel_ComparesAllThatItCanDo()
    {
        CommandLine line = await RunAsync("--sample-size", "10");

        Assert.Equal((0, ""), (line.Code, line.Error));
        JsonNode metrics = Metrics();
        Assert.Equal(10, (int)metrics["queries"]!);
        Assert.Equal(["bm25", "bm25_tokens", "sparse"], Names(metrics["methods"]!));
        Assert.All(metrics["methods"]!.AsObject(), method => Assert.InRange((double)method.Value!["recall@1"]!, 0, 1));
        JsonNode sparse = metrics["methods"]!["sparse"]!;
        Assert.True((double)sparse["active_terms"]!["query"]! > 0);
        Assert.True((long)sparse["index_bytes"]! > 0);
        Assert.Equal(["bm25"], Names(sparse["compared_with"]!));
        Assert.Contains("### Largest ", File.ReadAllText(_files.File("out/report.md")), StringComparison.Ordinal);
        string[] written = ["metrics.png", "latency.png", "weights.png", "qrels.trec", "bm25.trec", "sparse.trec"];
        Assert.All(written, name => Assert.True(File.Exists(_files.File($"out/{name}")), name));
        Assert.Equal(10, File.ReadAllLines(_files.File("out/qrels.trec")).Length); // of the questions asked alone
    }

    [Fact]
    public async Task Benchmark_OtherModelAsBaseline_IsComparedAsAMethod()
    {
        CommandLine line = await RunAsync("--baseline", _files.Run, "--methods", "bm25,sparse");

        Assert.Equal((0, ""), (line.Code, line.Error));
        JsonNode methods = Metrics()["methods"]!;
        Assert.Equal(["bm25", "baseline", "sparse"], Names(methods));
        Assert.Equal((double)methods["baseline"]!["ndcg@10"]!, (double)methods["sparse"]!["ndcg@10"]!); // the same model twice
        Assert.Equal(0, (double)methods["sparse"]!["compared_with"]!["baseline"]!["high"]!);
    }

    /// <summary>The model's own rankings, read back as another engine's, are no worse and no better.</summary>
    [Fact]
    public async Task Benchmark_RunAsBaseline_IsComparedAsAMethod()
    {
        await RunAsync("--methods", "sparse");
        File.Move(_files.File("out/sparse.trec"), _files.File("engine.trec"));

        CommandLine line = await RunAsync("--baseline", _files.File("engine.trec"), "--methods", "sparse");

        Assert.Equal((0, ""), (line.Code, line.Error));
        JsonNode methods = Metrics()["methods"]!;
        Assert.Equal((double)methods["baseline"]!["ndcg@10"]!, (double)methods["sparse"]!["ndcg@10"]!);
        Assert.Equal(0, (double)methods["sparse"]!["compared_with"]!["baseline"]!["high"]!);
    }

    [Fact]
    public async Task Benchmark_UnseenBy_GivesFiguresOfTheOtherQuestions()
    {
        JsonNode document = JsonNode.Parse(File.ReadLines(_files.Corpus).First())!;
        File.WriteAllText(_files.File("train.jsonl"), new JsonObject { ["query"] = "물음", ["positive"] = document["text"]!.DeepClone() }.ToJsonString());

        CommandLine line = await RunAsync("--unseen-by", _files.File("train.jsonl"), "--methods", "bm25,sparse");

        Assert.Equal((0, ""), (line.Code, line.Error));
        JsonNode metrics = Metrics();
        int unseen = (int)metrics["unseen"]!["queries"]!;
        Assert.InRange(unseen, 1, (int)metrics["queries"]! - 1);
        Assert.Equal(["bm25", "sparse"], Names(metrics["unseen"]!["methods"]!));
        Assert.Contains($"{unseen} queries.", File.ReadAllText(_files.File("out/report.md")), StringComparison.Ordinal);
        Assert.Contains($"{unseen} of the questions", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Benchmark_DenseAndHybrids_AreComparedWithTheNamedMethod()
    {
        CommandLine line = await RunAsync(
            "--dense", Path.Combine(_files.Run, "best_model"), "--include-hybrid", "--methods", "bm25,sparse,dense", "--baseline", "sparse");

        Assert.Equal((0, ""), (line.Code, line.Error));
        JsonNode methods = Metrics()["methods"]!;
        Assert.Equal(["bm25", "sparse", "dense", "hybrid_rrf", "hybrid_minmax", "hybrid_dense_rrf"], Names(methods));
        Assert.Equal(["sparse"], Names(methods["dense"]!["compared_with"]!));
        Assert.Equal(
            (long)methods["bm25"]!["index_bytes"]! + (long)methods["sparse"]!["index_bytes"]!, (long)methods["hybrid_rrf"]!["index_bytes"]!);
        Assert.True((double)methods["dense"]!["search_latency_ms"]!["p50"]! <= (double)methods["dense"]!["latency_ms"]!["p99"]!);
    }

    [Fact]
    public async Task Benchmark_SkipSetup_UsesKeptVectorsUntilTheDocumentsChange()
    {
        await RunAsync("--methods", "sparse");
        double before = Ndcg();
        string part = _files.File("out/vectors/sparse/00000.safetensors");
        byte[] kept = File.ReadAllBytes(part);
        kept.AsSpan(kept.Length * 3 / 5).Clear(); // most of the weights, so that their use shows
        File.WriteAllBytes(part, kept);

        CommandLine again = await RunAsync("--methods", "sparse", "--skip-setup");
        double reused = Ndcg();
        File.AppendAllText(_files.Corpus, """{"_id":"new","title":"","text":"새 문서"}""" + "\n");
        CommandLine changed = await RunAsync("--methods", "sparse", "--skip-setup", "--cleanup");

        Assert.Equal((0, ""), (again.Code, again.Error));
        Assert.NotEqual(before, reused);
        Assert.Contains("the documents have changed", changed.Output, StringComparison.Ordinal);
        Assert.NotEqual(reused, Ndcg());
        Assert.False(Directory.Exists(_files.File("out/vectors")));
    }

    [Theory]
    [InlineData("--methods", "dense", "--dense")]
    [InlineData("--methods", "sparse_idf", "'sparse' is that")]
    public async Task Benchmark_MethodNotToBeHad_ExitsWith2AndSaysWhy(string option, string value, string reason)
    {
        CommandLine line = await RunAsync(option, value);

        Assert.Equal(2, line.Code);
        Assert.Contains(reason, line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Benchmark_UnknownSplit_NamesThoseThere()
    {
        CommandLine line = await RunAsync("--split", "test");

        Assert.Equal(1, line.Code);
        Assert.Contains("Choose one of: dev", line.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ko-strategyqa", "hf download taeminlee/Ko-StrategyQA --repo-type dataset")]
    [InlineData("nobody/nothing-at-all", "hf download nobody/nothing-at-all --repo-type dataset")]
    [InlineData("no-such-benchmark", "ko-strategyqa")] // among those known
    public async Task Benchmark_NotOnThisMachine_SaysHowToGetIt(string name, string hint)
    {
        CommandLine line = await CommandLine.RunAsync("benchmark", name, "--model", _files.Run, "--output-dir", _files.File("out"));

        Assert.Equal(1, line.Code);
        Assert.Contains(hint, line.Error, StringComparison.Ordinal);
    }

    private Task<CommandLine> RunAsync(params string[] options) => CommandLine.RunAsync(
        ["benchmark", _files.Benchmark, "--model", _files.Run, "--output-dir", _files.File("out"), .. options]);

    private JsonNode Metrics() => JsonNode.Parse(File.ReadAllText(_files.File("out/metrics.json")))!;

    private double Ndcg() => (double)Metrics()["methods"]!["sparse"]!["ndcg@10"]!;

    private static IEnumerable<string> Names(JsonNode node) => node.AsObject().Select(entry => entry.Key);
}
