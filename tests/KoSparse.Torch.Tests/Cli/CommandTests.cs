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
    [InlineData("train", "c", "--after", "r", "--background")]
    [InlineData("monitor", "--interval", "0")]
    [InlineData("prepare", "stopwords", "--set", "v99", "-o", "o")]
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
        Assert.Equal($"{_files.File("nowhere")}: no such folder. Name that of a model, such as models/mini, or train one first ('make train-v28' or 'make quickstart').\n", line.Error);
    }

    [Fact]
    public async Task Run_RunWithoutModel_SaysHowItGetsOne()
    {
        Directory.CreateDirectory(_files.File("young"));
        File.WriteAllText(_files.File("young/training.log"), "");

        CommandLine line = await CommandLine.RunAsync("eval", "context", "--model", _files.File("young"));

        Assert.Equal(1, line.Code);
        Assert.Contains($"{_files.File("young/config.yaml")} --resume", line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FolderOfSomethingElse_IsNotTakenForARun()
    {
        CommandLine line = await CommandLine.RunAsync("eval", "context", "--model", _files.Benchmark);

        Assert.Equal(1, line.Code);
        Assert.EndsWith("Nothing was trained here. Train a model first, or name another folder.\n", line.Error, StringComparison.Ordinal);
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
    public async Task Eval_Compare_PutsTwoModelsSideBySide()
    {
        CommandLine line = await CommandLine.RunAsync(
            "eval", "compare", _files.Run, Path.Combine(_files.Run, "best_model"), "--texts", _files.Corpus, "--output-dir", _files.File("compared"));

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.Contains("| run ", line.Output, StringComparison.Ordinal);
        JsonArray figures = Json("compared/compare.json")["figures"]!.AsArray();
        Assert.All(figures, figure => Assert.Equal((double)figure!["first"]!, (double)figure["second"]!)); // it is the same model
        Assert.Equal(48, (int)Json("compared/best_model/language.json")["texts"]!);
        Assert.All(new[] { "compare.md", "compare.png" }, name => Assert.True(File.Exists(_files.File($"compared/{name}")), name));
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

    /// <summary>A tail that no vector holds is said once, with what reads on.</summary>
    [Fact]
    public async Task Index_TextsLongerThanTheirWindows_SaysHowManyTokensAreInNoVector_Issue19()
    {
        string[] command = ["index", "--model", _files.Run, "--input", _files.Corpus, "--output", _files.File("cut")];

        CommandLine whole = await CommandLine.RunAsync(command);
        CommandLine cut = await CommandLine.RunAsync([.. command, "--set", "encode.max_length=6", "--set", "encode.max_windows=1"]);

        Assert.Equal((0, ""), (whole.Code, whole.Error));
        Assert.Equal(0, cut.Code);
        Assert.Matches(@"^[\d,]+ texts are longer than 1 window of 6 tokens: the [\d,]+ tokens beyond are in no vector\. --set encode\.max_windows=2 reads on\.\n$", cut.Error);
    }

    [Fact]
    public async Task Index_AddDeleteMergeCheck_ChangeWhatSearchFinds()
    {
        string index = _files.File("index");
        await CommandLine.RunAsync("index", "--model", _files.Run, "--input", _files.Corpus, "--output", index);
        File.WriteAllText(_files.File("more.jsonl"), """{"_id":"new","title":"새 글","text":"누가 등대를 고친다 ?","place":"부산"}""" + "\n");

        CommandLine added = await CommandLine.RunAsync("index", "add", "--model", _files.Run, "--input", _files.File("more.jsonl"), "--index", index);
        CommandLine[] found =
        [
            await Search("--by", "vectors"), await Search("--by", "text"), await Search("--by", "both"), await Search("--filter", "place=서울"),
        ];
        CommandLine deleted = await CommandLine.RunAsync("index", "delete", "new", "none", "--index", index);
        CommandLine merged = await CommandLine.RunAsync("index", "merge", "--index", index);
        CommandLine check = await CommandLine.RunAsync("index", "check", "--index", index);
        CommandLine after = await Search("--by", "vectors");

        Assert.Equal((0, ""), (added.Code, added.Error));
        Assert.All(found[..3], line => Assert.Contains("새 글", line.Output, StringComparison.Ordinal));
        Assert.Contains("None of the", found[3].Output, StringComparison.Ordinal);
        Assert.Equal((1, "Not in the index: none\n"), (deleted.Code, deleted.Error));
        Assert.Contains("1 documents deleted", deleted.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (merged.Code, merged.Error));
        Assert.Equal((0, ""), (check.Code, check.Error));
        Assert.Contains("None of the", after.Output, StringComparison.Ordinal);

        Task<CommandLine> Search(params string[] options) => CommandLine.RunAsync(
            ["search", "--index", index, "--model", _files.Run, .. options, .. options[0] == "--filter" ? [] : new[] { "--filter", "place=부산" }, "누가 등대를 고친다 ?"]);
    }

    [Fact]
    public async Task IndexCheck_ByteChanged_NamesTheFile()
    {
        string index = _files.File("index");
        await CommandLine.RunAsync("index", "--model", _files.Run, "--input", _files.Corpus, "--output", index);
        string segment = Assert.Single(Directory.GetFiles(index, "segment-*"));
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[100] ^= 1;
        File.WriteAllBytes(segment, bytes);

        CommandLine check = await CommandLine.RunAsync("index", "check", "--index", index);

        Assert.Equal(1, check.Code);
        Assert.Contains(segment, check.Error, StringComparison.Ordinal);
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
