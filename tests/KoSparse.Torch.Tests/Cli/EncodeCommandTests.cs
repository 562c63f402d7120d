using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace KoSparse.Torch.Tests.Cli;

public sealed class EncodeCommandTests : IDisposable
{
    private readonly TinyModelFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Encode_TorchAndOnnx_GiveTheSameVectors()
    {
        CommandLine onnx = await EncodeAsync("onnx.jsonl");
        CommandLine torch = await EncodeAsync("torch.jsonl", "--network", "torch", "--threads", "1");

        Assert.All(new[] { onnx, torch }, line => Assert.Equal((0, ""), (line.Code, line.Error)));
        Assert.Contains("48 vectors in ", onnx.Output, StringComparison.Ordinal);
        Assert.All(Vectors("onnx.jsonl").Zip(Vectors("torch.jsonl")), pair =>
        {
            Assert.Equal(pair.Second.Keys.Order(), pair.First.Keys.Order());
            Assert.NotEmpty(pair.First);
            Assert.All(pair.First, term => Assert.Equal(pair.Second[term.Key], term.Value, 1e-4));
        });
    }

    /// <summary>Ids name the tokens of the vocabulary; questions are weighted by IDF, as the model says.</summary>
    [Fact]
    public async Task Encode_IdsAndQueries_AreTheModels()
    {
        string questions = _files.File("questions.jsonl");
        File.WriteAllText(questions, """{"_id":"q","text":"누가 등대를 고친다 ?"}""" + "\n");

        CommandLine tokens = await EncodeAsync("tokens.jsonl", "--input", questions, "--queries");
        CommandLine ids = await EncodeAsync("ids.jsonl", "--input", questions, "--queries", "--as", "ids");

        Assert.All(new[] { tokens, ids }, line => Assert.Equal((0, ""), (line.Code, line.Error)));
        Dictionary<string, float> named = Vectors("tokens.jsonl").Single();
        Assert.Equal(["##를", "고친다", "누가", "등대"], named.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            named.OrderBy(term => Array.IndexOf(TinyText.Vocabulary, term.Key)).Select(term => (Array.IndexOf(TinyText.Vocabulary, term.Key).ToString(CultureInfo.InvariantCulture), term.Value)),
            Vectors("ids.jsonl").Single().Select(term => (term.Key, term.Value)));
    }

    [Fact]
    public async Task Encode_Shards_TogetherAreTheWhole()
    {
        await EncodeAsync("whole.jsonl");
        for (int shard = 1; shard <= 3; shard++)
        {
            CommandLine line = await EncodeAsync($"part-{shard}.jsonl", "--shard", $"{shard}/3");
            Assert.Equal((0, ""), (line.Code, line.Error));
        }

        string[] whole = [.. Ids("whole.jsonl")];
        string[][] parts = [.. Enumerable.Range(1, 3).Select(shard => Ids($"part-{shard}.jsonl").ToArray())];
        Assert.Equal(whole, Enumerable.Range(0, whole.Length).Select(place => parts[place % 3][place / 3]));
    }

    [Fact]
    public async Task Encode_Text_ShowsTermsWithTheirSource()
    {
        CommandLine document = await CommandLine.RunAsync("encode", _files.Run, "--text", "화가가 등대를 그린다");
        CommandLine question = await CommandLine.RunAsync("encode", _files.Run, "--text", "누가 등대를 고친다 ?", "--queries");

        Assert.All(new[] { document, question }, line => Assert.Equal((0, ""), (line.Code, line.Error)));
        Assert.Matches(@"(?m)^ +\d+\.\d{3}  등대 +of the text$", document.Output);
        Assert.Matches(@"(?m)^\d+ terms: \d+ of the text", document.Output);
        Assert.EndsWith("4 terms: 4 of the text.\n", question.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("expansion", question.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encode_BadLine_SaysWhichAndGoesOnOnceItIsMended()
    {
        string input = _files.File("bad.jsonl");
        string good = string.Join('\n', Enumerable.Range(0, 3).Select(i => $$"""{"_id":"{{i}}","text":"{{TinyText.Sentence(i)}}"}""")) + "\n";
        File.WriteAllText(input, good + "{\"_id\": 4}\n");

        CommandLine bad = await EncodeAsync("out.jsonl", "--input", input);

        Assert.Equal(1, bad.Code);
        Assert.Contains("bad.jsonl(4): 'text' is missing.", bad.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_files.File("out.jsonl")));
    }

    [Theory]
    [InlineData("--input and --text", "give either --input or --text", "--input", "x.jsonl", "--text", "x")]
    [InlineData("neither", "give either --input or --text")]
    [InlineData("shard", "--shard: must be I/N", "--text", "x", "--shard", "4/3")]
    [InlineData("shard from 0", "--shard: must be I/N", "--text", "x", "--shard", "3+1/3")]
    [InlineData("precision of torch", "--precision is ONNX Runtime's", "--text", "x", "--network", "torch", "--precision", "int8")]
    [InlineData("format", "solr", "--input", "x.jsonl", "--format", "solr")]
    [InlineData("no file", "no such file", "--input", "nowhere.jsonl")]
    public async Task Encode_WrongArguments_AreTold(string what, string expected, params string[] arguments)
    {
        CommandLine line = await CommandLine.RunAsync(["encode", _files.Run, .. arguments]);

        Assert.True(line.Code != 0, what);
        Assert.Contains(expected, line.Error, StringComparison.Ordinal);
    }

    /// <summary>From a pipe into a pipe: lines alone on standard output, the count beside, and no torch.</summary>
    [Fact]
    public async Task Encode_Pipe_WritesLinesAlone()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "KoSparse.Cli.dll"), "encode", _files.Run, "--input", "-", "--format", "opensearch"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteAsync("{\"_id\":\"a\",\"text\":\"등대를 고친다\"}\n{\"_id\":\"b\",\"text\":\"시장에 간다\"}\n");
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string[] lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();

        Assert.Equal((0, "2 vectors.\n"), (process.ExitCode, await error));
        Assert.Equal(4, lines.Length);
        Assert.Equal("""{"index":{"_id":"b"}}""", lines[2]);
        Assert.StartsWith("""{"text":"시장에 간다","embedding":{""", lines[3], StringComparison.Ordinal);
    }

    private Task<CommandLine> EncodeAsync(string output, params string[] more) =>
        CommandLine.RunAsync(["encode", _files.Run, .. more.Contains("--input") ? Array.Empty<string>() : ["--input", _files.Corpus], "--output", _files.File(output), .. more]);

    private IEnumerable<string> Ids(string file) => File.ReadLines(_files.File(file)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("_id").GetString()!);

    private Dictionary<string, float>[] Vectors(string file) =>
    [
        .. File.ReadLines(_files.File(file)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("vector").EnumerateObject()
            .ToDictionary(term => term.Name, term => term.Value.GetSingle(), StringComparer.Ordinal)),
    ];
}
