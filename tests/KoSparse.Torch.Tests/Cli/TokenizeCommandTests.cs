namespace KoSparse.Torch.Tests.Cli;

public sealed class TokenizeCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-tokenize-");

    public TokenizeCommandTests()
    {
        Directory.CreateDirectory(In("tokenizer"));
        File.WriteAllText(In("tokenizer/vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n서울\n##은\n🙂\n수도\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Tokenize_JsonLines_GivesIdsAndPlacesInCodePoints_Issue19()
    {
        string texts = Texts("""{"text":"🙂 서울은"}""", "", """{"_id":7,"text":""}""", """{"text":"\uFFFE 서울"}""");

        CommandLine line = await CommandLine.RunAsync("tokenize", "--tokenizer", In("tokenizer"), "--input", texts);

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.Equal(
            [
                """{"ids":[2,7,5,6,3],"offsets":[[0,0],[0,1],[2,4],[4,5],[0,0]]}""",
                """{"ids":[2,3],"offsets":[[0,0],[0,0]]}""",
                """{"ids":[2,1,5,3],"offsets":[[0,0],[0,1],[2,4],[0,0]]}""",
            ],
            line.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Tokenize_Text_ShowsPiecesAndNoControls_Issue19()
    {
        string texts = Texts("""{"text":"서울은 수도"}""");
        File.AppendAllText(In("tokenizer/vocab.txt"), "\u001b]\n");

        CommandLine line = await CommandLine.RunAsync("tokenize", "--tokenizer", In("tokenizer/vocab.txt"), "--input", texts, "--text");

        Assert.Equal((0, "[CLS] 서울[0,2] ##은[2,3] 수도[4,6] [SEP]\n"), (line.Code, line.Output));
    }

    [Fact]
    public async Task Tokenize_Model_UsesItsTokenizerAndWritesTheFile_Issue19()
    {
        string model = Path.Combine(Repository.Root, "models", "mini");
        string texts = Texts("""{"text":"대한민국의 수도"}""");

        CommandLine line = await CommandLine.RunAsync("tokenize", "--model", model, "--input", texts, "--output", In("out/ids.jsonl"));

        Assert.Equal((0, ""), (line.Code, line.Output + line.Error));
        Assert.StartsWith("{\"ids\":[2,", File.ReadAllText(In("out/ids.jsonl")), StringComparison.Ordinal);
        Assert.Equal(["ids.jsonl"], Directory.GetFiles(In("out")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Tokenize_BadLine_IsNamedAndNoHalfFileIsLeft_Issue19()
    {
        string texts = Texts("""{"text":"서울"}""", """{"title":"서울"}""");

        CommandLine line = await CommandLine.RunAsync("tokenize", "--tokenizer", In("tokenizer"), "--input", texts, "--output", In("out/ids.jsonl"));

        Assert.Equal(1, line.Code);
        Assert.Contains("texts.jsonl(2)", line.Error, StringComparison.Ordinal);
        Assert.Contains("'text'", line.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(In("out")));
    }

    [Theory]
    [InlineData("--model", "models/mini", "--tokenizer", "models/mini")]
    [InlineData]
    public async Task Tokenize_NeitherOrBoth_IsBadUsage_Issue19(params string[] which)
    {
        CommandLine line = await CommandLine.RunAsync(["tokenize", "--input", Texts("{}"), .. which]);

        Assert.Equal(2, line.Code);
        Assert.Contains("either --model or --tokenizer", line.Error, StringComparison.Ordinal);
    }

    private string In(string path) => Path.Combine(_folder.FullName, path);

    private string Texts(params string[] lines)
    {
        File.WriteAllLines(In("texts.jsonl"), lines);
        return In("texts.jsonl");
    }
}
