using System.Text.Json.Nodes;

namespace KoSparse.Torch.Tests.Cli;

public sealed class CommandTests : IDisposable
{
    private readonly TinyModelFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("nonsense")]
    [InlineData("search")] // what it needs is missing
    [InlineData("eval", "language", "--model", "m", "--nonsense")]
    [InlineData("eval", "context", "--model", "m", "--texts", "t")] // would have no effect
    [InlineData("benchmark", "b", "--model", "m", "--output-dir", "o", "--methods", "bm26")]
    [InlineData("search", "--index", "i", "--model", "m", "-k", "0", "질문")]
    public async Task Run_BadUsage_ExitsWith2AndPointsToHelp(params string[] arguments)
    {
        CommandLine line = await CommandLine.RunAsync(arguments);

        Assert.Equal(2, line.Code);
        Assert.Contains("--help", line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MissingModel_ExitsWith1AndSaysWhatToDo()
    {
        CommandLine line = await CommandLine.RunAsync("eval", "context", "--model", _files.File("nowhere"));

        Assert.Equal(1, line.Code);
        Assert.Equal($"{_files.File("nowhere")}: no such folder. Train a model first ('make train-v28' or 'make quickstart'), or name another one with --model.\n", line.Error);
    }

    [Fact]
    public async Task Run_RunWithoutModel_SaysHowItGetsOne()
    {
        Directory.CreateDirectory(_files.File("young"));

        CommandLine line = await CommandLine.RunAsync("eval", "context", "--model", _files.File("young"));

        Assert.Equal(1, line.Code);
        Assert.Contains("--resume", line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_All_WritesFiguresBesideTheRun()
    {
        CommandLine line = await CommandLine.RunAsync("eval", "all", "--model", _files.Run, "--texts", _files.Corpus);

        Assert.Equal("", line.Error);
        Assert.Equal(0, line.Code);
        JsonNode language = Json("run/eval/language.json");
        Assert.Equal(48, (int)language["texts"]!);
        Assert.InRange((double)language["korean_token_ratio"]!["count"]!, 0.5, 1);
        Assert.Contains("eval all --model", (string)language["command"]!, StringComparison.Ordinal);
        Assert.InRange((double)Json("run/eval/context.json")["discrimination"]!, 0, 1);
        Assert.True((double)Json("run/eval/sparsity.json")["documents"]!["mean"]! > 0);
        Assert.True(File.Exists(_files.File("run/eval/language.png")));
    }

    [Fact]
    public async Task Benchmark_TinyModel_ComparesThreeMethods()
    {
        CommandLine line = await CommandLine.RunAsync(
            "benchmark", _files.Benchmark, "--model", _files.Run, "--output-dir", _files.File("out"), "--sample-size", "10");

        Assert.Equal("", line.Error);
        Assert.Equal(0, line.Code);
        JsonNode metrics = Json("out/metrics.json");
        Assert.Equal(10, (int)metrics["queries"]!);
        Assert.Equal(["bm25", "bm25_tokens", "sparse"], metrics["methods"]!.AsObject().Select(method => method.Key));
        Assert.All(metrics["methods"]!.AsObject(), method => Assert.InRange((double)method.Value!["recall@1"]!, 0, 1));
        Assert.All(new[] { "report.md", "metrics.png", "bm25.trec", "sparse.trec" }, name => Assert.True(File.Exists(_files.File($"out/{name}")), name));
    }

    [Fact]
    public async Task Benchmark_UnknownSplit_NamesThoseThere()
    {
        CommandLine line = await CommandLine.RunAsync(
            "benchmark", _files.Benchmark, "--model", _files.Run, "--output-dir", _files.File("out"), "--split", "test");

        Assert.Equal(1, line.Code);
        Assert.Contains("Choose one of: dev", line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IndexAndSearch_Question_FindsDocumentsWithTerms()
    {
        CommandLine indexed = await CommandLine.RunAsync("index", "--model", _files.Run, "--input", _files.Corpus, "--output", _files.File("index"));
        CommandLine found = await CommandLine.RunAsync("search", "--index", _files.File("index"), "--model", _files.Run, "-k", "2", "누가 등대를 고친다 ?");

        Assert.Equal((0, ""), (indexed.Code, indexed.Error));
        Assert.Equal((0, ""), (found.Code, found.Error));
        Assert.Contains("제목 ", found.Output, StringComparison.Ordinal);
        Assert.Contains("등대 ", found.Output, StringComparison.Ordinal); // a matched term with its weight
        Assert.Equal(2, found.Output.Split('\n').Count(text => text.Contains("제목", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Search_NoIndex_ExitsWith1()
    {
        CommandLine line = await CommandLine.RunAsync("search", "--index", _files.File("none"), "--model", _files.Run, "질문");

        Assert.Equal(1, line.Code);
        Assert.Contains(_files.File("none"), line.Error, StringComparison.Ordinal);
    }

    private JsonNode Json(string name) => JsonNode.Parse(File.ReadAllText(_files.File(name)))!;
}
