using KoSparse.Preparation.Travel;

namespace KoSparse.Torch.Tests.Cli;

public sealed class PrepareCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-prepare-");

    public PrepareCommandTests() => TinyText.WriteTokenizer(In("tokenizer"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task KoreanTokens_Vocabulary_CountsEveryClass()
    {
        CommandLine line = await CommandLine.RunAsync("prepare", "korean-tokens", "--tokenizer", In("tokenizer"), "-o", In("out"));

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.StartsWith($"{TinyText.Vocabulary.Length} tokens: korean ", line.Output, StringComparison.Ordinal);
        Assert.Contains("foreign 4, ", line.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(In("out/korean_token_ids.json")));
    }

    [Theory]
    [InlineData("v25", 163)]
    [InlineData("v26", 177)] // at least
    public async Task Stopwords_List_IsWritten(string set, int least)
    {
        CommandLine line = await CommandLine.RunAsync("prepare", "stopwords", "--tokenizer", In("tokenizer"), "--set", set, "-o", In("out"));

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.True(int.Parse(line.Output.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) >= least, line.Output);
        Assert.True(File.Exists(In("out/stopwords.json")));
    }

    [Fact]
    public async Task Idf_Texts_AreCounted()
    {
        string corpus = Corpus("""{"_id":"1","text":"등대를 지킨다 ."}""", """{"_id":"2","text":"강물을 그린다 ."}""");

        CommandLine line = await CommandLine.RunAsync("prepare", "idf", "--tokenizer", In("tokenizer"), "--corpus", corpus, "-o", In("out"));

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.Contains("2 distinct texts", line.Output, StringComparison.Ordinal);
        Assert.All(new[] { "idf.safetensors", "idf_statistics.json" }, name => Assert.True(File.Exists(In($"out/{name}")), name));
    }

    [Fact]
    public async Task Travel_OneFileOfParagraphs_CollectsAndMakesTriplets()
    {
        string paragraphs = In("passages.jsonl");
        File.WriteAllLines(paragraphs,
        [
            """{"_id": "1#0", "title": "모래울해수욕장", "text": "모래울해수욕장은 강원도 강릉시에 있는 해수욕장이다. 길이가 2 km이고 뒤에 솔숲이 있어 여름이면 야영객이 모인다."}""",
            """{"_id": "2#0", "title": "사과", "text": "사과는 사과나무의 열매이다. 가을에 익으며 날로 먹거나 즙을 짜서 마시고, 잼을 만들기도 하는 과일로 널리 기른다."}""",
        ]);

        CommandLine collected = await CommandLine.RunAsync("prepare", "travel-texts", "--wikipedia", paragraphs, "-o", In("v27"));
        CommandLine made = await CommandLine.RunAsync("prepare", "travel-triplets", "-o", In("v27"));

        Assert.Equal((0, ""), (collected.Code, collected.Error));
        Assert.Equal((0, ""), (made.Code, made.Error));
        Assert.Contains("wikipedia 1", collected.Output, StringComparison.Ordinal);
        Assert.Contains("distinct triplets", made.Output, StringComparison.Ordinal);
        TravelDocument beach = TravelTexts.Read(In("v27")).Single(d => d.Source == "wikipedia");
        Assert.Equal(("해수욕장", new Region("강원", "강릉")), (beach.Kind, beach.Region));
    }

    [Fact]
    public async Task Families_Texts_AreFoundInThem()
    {
        string corpus = Corpus("""{"_id":"1","text":"시계 학교 아침"}""", """{"_id":"2","text":"시장 학교 아침"}""", """{"_id":"3","text":"우물 다리"}""");

        CommandLine line = await CommandLine.RunAsync("prepare", "families", "--tokenizer", In("tokenizer"), "--corpus", corpus, "-o", In("out"));

        Assert.Equal((0, ""), (line.Code, line.Error));
        Assert.Contains("2 tokens have 2 relatives; found in ", line.Output, StringComparison.Ordinal);
        Assert.Contains("\"시계\":{\"시장\":", File.ReadAllText(In("out/families.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Families_NoCorpus_SaysWhatIsMissing()
    {
        CommandLine line = await CommandLine.RunAsync("prepare", "families", "--tokenizer", In("tokenizer"), "--corpus", In("nowhere.jsonl"), "-o", In("out"));

        Assert.Equal(1, line.Code);
        Assert.Contains("nowhere.jsonl", line.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(In("out")));
    }

    /// <summary>Texts are counted on several cores; their faults came wrapped in "One or more errors occurred".</summary>
    [Fact]
    public async Task Idf_BadLine_IsNamedAsItIs()
    {
        string corpus = Corpus("""{"_id":"1","text":"등대를 지킨다 ."}""", """{"_id":"2","text":""");

        CommandLine line = await CommandLine.RunAsync("prepare", "idf", "--tokenizer", In("tokenizer"), "--corpus", corpus, "-o", In("out"));

        Assert.Equal(1, line.Code);
        Assert.StartsWith($"{corpus}(2): no JSON at byte ", line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SampleAndTriplets_OneFileOfParagraphs_MakeTripletsAndHeldOutQuestions()
    {
        string? data = Environment.GetEnvironmentVariable("KOSPARSE_DATA");
        try
        {
            CommandLine sample = await CommandLine.RunAsync("prepare", "sample", "-o", In("sample"));
            Environment.SetEnvironmentVariable("KOSPARSE_DATA", In("sample"));
            CommandLine made = await CommandLine.RunAsync("prepare", "triplets", "--shards", "1", "-o", In("triplets"));
            Environment.SetEnvironmentVariable("KOSPARSE_DATA", In("nowhere"));
            CommandLine none = await CommandLine.RunAsync("prepare", "triplets", "-o", In("none"));

            Assert.Equal((0, ""), (sample.Code, sample.Error));
            Assert.Contains($"export KOSPARSE_DATA={In("sample")}", sample.Output, StringComparison.Ordinal);
            Assert.Equal(0, made.Code);
            Assert.Contains("hard_neg ", made.Output, StringComparison.Ordinal);
            Assert.All(
                new[] { "train_context.jsonl", "train_questions.jsonl", "validation/corpus.jsonl", "preparation.json" },
                name => Assert.True(File.Exists(In($"triplets/{name}")), name));
            Assert.Equal(1, none.Code);
            Assert.Contains("kosparse prepare sample", none.Error, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("KOSPARSE_DATA", data);
        }
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private string Corpus(params string[] lines)
    {
        File.WriteAllLines(In("corpus.jsonl"), lines);
        return In("corpus.jsonl");
    }
}
