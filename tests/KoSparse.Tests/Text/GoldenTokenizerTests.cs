using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using KoSparse.Text;

namespace KoSparse.Tests.Text;

/// <summary>Ids and places of other programs' tokenizers, by <c>tests/golden/tokenizers/README.md</c>.</summary>
public sealed class GoldenTokenizerTests
{
    /// <summary>Lines of the golden file that are stored in the repository.</summary>
    private const int Stored = 500;

    [Fact]
    public void Tokenize_StoredLines_AgreesWithHuggingFaceButWhereListed()
    {
        GoldenLine[] lines = [.. GoldenTokens.Read(SharedData.Golden("tokenizers/mini.jsonl.gz"), around: 1)];
        SortedDictionary<int, string> known = KnownDifferences.Read("mini");
        foreach (int beyond in known.Keys.Where(number => number > Stored).ToArray())
        {
            known.Remove(beyond);
        }

        Assert.Equal(Stored, lines.Length);
        Faults.AssertNone(KnownDifferences.Unlisted(known, GoldenTokens.Differences(Mini(), lines)));
    }

    [SharedTheory("golden/tokenizers", "data/tokenizers")]
    [InlineData("klue-roberta")]
    [InlineData("ax-encoder")]
    [InlineData("xlm-roberta-base")]
    public void Tokenize_GoldenLines_AgreesButWhereListed(string name) =>
        AssertAgrees(name, TokenizerFolder.Open(SharedData.Get($"data/tokenizers/{name}")), 3_000);

    [SharedTheory("golden/tokenizers")]
    [InlineData("mini")]
    public void Tokenize_GoldenLinesOfTheShippedModel_AgreesButWhereListed(string name) => AssertAgrees(name, Mini(), 3_000);

    [SharedTheory("golden/tokenizers")]
    [InlineData("added-single_word")]
    [InlineData("added-lstrip")]
    [InlineData("added-rstrip")]
    [InlineData("added-normalized")]
    public void Tokenize_AddedTokens_AgreesButWhereListed(string name)
    {
        using TemporaryFolder folder = new();
        JsonNode json = JsonNode.Parse(File.ReadAllText(Path.Combine(MiniFolder, "tokenizer.json")))!;
        json["added_tokens"] = JsonNode.Parse(File.ReadAllText(SharedData.Get($"golden/tokenizers/{name}.added_tokens.json")));

        AssertAgrees(name, TokenizerFolder.Open(folder.Write("tokenizer.json", json.ToJsonString())), 600);
    }

    [SharedTheory("golden/tokenizers")]
    [InlineData("bpe-bytelevel")]
    [InlineData("bpe-metaspace")]
    [InlineData("unigram-precompiled")]
    public void Tokenize_UnigramAndBpe_AgreesButWhereListed_Issue19(string name) =>
        AssertAgrees(name, TokenizerFolder.Open(SharedData.Get($"golden/tokenizers/json/{name}.tokenizer.json")), 3_000);

    /// <summary>A vocabulary of XLM-R's kind that was cut to Korean, with the ids of the SentencePiece library.</summary>
    [SharedTheory("models/multilingual-e5-small-ko")]
    [InlineData("multilingual-e5-small-ko")]
    public void Encode_ModelOfOthers_GivesTheIdsOfItsOwner_Issue19(string name)
    {
        string folder = SharedData.Get($"models/{name}");
        Tokenizer tokenizer = TokenizerFolder.Open(folder);
        using GZipStream stream = new(File.OpenRead(Path.Combine(folder, "expected.jsonl.gz")), CompressionMode.Decompress);
        using StreamReader reader = new(stream);
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.NotEmpty(lines);
        Assert.All(lines, line =>
        {
            using JsonDocument json = JsonDocument.Parse(line);
            int[] expected = [.. json.RootElement.GetProperty("ids").EnumerateArray().Select(i => i.GetInt32())];
            Assert.Equal(expected, tokenizer.Encode(json.RootElement.GetProperty("text").GetString()!, int.MaxValue));
        });
    }

    /// <summary>The sentences and ids that the vocabulary's builder wrote, by its own WordPiece in Python.</summary>
    [Fact]
    public void Tokenize_SentencesOfTheVocabularysBuilder_GivesItsIds()
    {
        string folder = Path.Combine(SharedData.Root, "models", "tokenizer");
        Tokenizer tokenizer = TokenizerFolder.Open(folder);
        string[] lines = File.ReadAllLines(Path.Combine(folder, "golden.jsonl"));

        Assert.NotEmpty(lines);
        Assert.All(lines, line =>
        {
            using JsonDocument json = JsonDocument.Parse(line);
            int[] expected = [.. json.RootElement.GetProperty("ids").EnumerateArray().Select(i => i.GetInt32())];
            Assert.Equal(expected, tokenizer.Tokenize(json.RootElement.GetProperty("text").GetString()!).Select(t => t.Id));
        });
    }

    [Fact]
    public void Differences_WrongIdOrPlace_AreFound()
    {
        // 서울 is 5, ##은 6, [CLS] 2, [SEP] 3.
        GoldenLine right = new(1, "서울은", [2, 5, 6, 3], [(0, 2), (2, 3)]);
        GoldenLine[] lines = [right, right with { Number = 2, Ids = [2, 5, 7, 3] }, right with { Number = 3, Places = [(0, 2), (2, 4)] }];

        SortedDictionary<int, string> found = GoldenTokens.Differences(TestVocabulary.Open(), lines);

        Assert.Equal([KeyValuePair.Create(2, "ids"), KeyValuePair.Create(3, "places")], found);
        Assert.Equal(
            ["line 3 differs in places, which the list does not say", "line 9 agrees: take it out of the list"],
            KnownDifferences.Unlisted(new() { [2] = "ids", [9] = "ids" }, found));
    }

    private static string MiniFolder => Path.Combine(SharedData.Root, "models", "mini");

    private static Tokenizer Mini() => TokenizerFolder.Open(MiniFolder);

    private static void AssertAgrees(string name, Tokenizer tokenizer, int count)
    {
        GoldenLine[] lines = [.. GoldenTokens.Read(SharedData.Get($"golden/tokenizers/{name}.jsonl.gz"), tokenizer.Opening.Count)];

        Assert.Equal(count, lines.Length);
        Faults.AssertNone(KnownDifferences.Unlisted(KnownDifferences.Read(name), GoldenTokens.Differences(tokenizer, lines)));
    }
}
