using KoSparse.Data;
using KoSparse.Tests.Text;
using KoSparse.Text;

namespace KoSparse.Tests.Data;

public sealed class IdfTests
{
    private const double Tolerance = 1e-6;

    [Theory]
    [InlineData(IdfSmoothing.Bm25, 10, 3, 1.145132)] // ln(1 + 7.5 / 3.5) = ln 3.142857
    [InlineData(IdfSmoothing.Standard, 10, 3, 0.916291)] // ln(10 / 4) = ln 2.5
    [InlineData(IdfSmoothing.Standard, 10, 10, 0)] // ln(10 / 11) is negative
    public void Value_ByHand_FollowsTheFormula(IdfSmoothing smoothing, long documents, long frequency, double expected)
    {
        double value = InverseDocumentFrequency.Value(smoothing, documents, frequency);

        Assert.Equal(expected, value, Tolerance);
    }

    [Fact]
    public void Count_Texts_CountsDistinctTextsPerToken()
    {
        Tokenizer tokenizer = TestVocabulary.Open();
        string[] texts = ["서울은 서울", "서울은 서울", "수도.", "서울 뷁", "[SEP]"];

        InverseDocumentFrequency idf = IdfCounter.Count(texts, tokenizer, IdfSmoothing.Standard);

        Assert.Equal(4, idf.DocumentCount);
        Assert.Equal(2, idf.DocumentFrequencies[5]); // 서울, twice in one text, and that text twice
        Assert.Equal(1, idf.DocumentFrequencies[6]);
        Assert.Equal(1, idf.DocumentFrequencies[8]);
        Assert.Equal(0, idf.DocumentFrequencies[12]);
        Assert.Equal(Math.Log(4 / 3.0), idf.Values[5], Tolerance);
        Assert.Equal(Math.Log(4), idf.Values[12], Tolerance);
        Assert.All(tokenizer.SpecialTokens.All, id => Assert.Equal(0, IdfValue(idf, id)));
    }

    [Fact]
    public void Count_ManyTexts_AgreesWithSimpleCount()
    {
        Tokenizer tokenizer = TestVocabulary.Open();
        Random random = new(7);
        string[] words = ["서울", "서울은", "한국", "韓", "강물", "수도의", "."];
        string[] texts = [.. Enumerable.Range(0, 20_000).Select(_ => string.Join(' ', random.GetItems(words, random.Next(1, 9))))];
        List<long> reports = [];

        InverseDocumentFrequency idf = IdfCounter.Count(texts, tokenizer, IdfSmoothing.Bm25, new Listing(reports));

        int[] expected = new int[tokenizer.Vocabulary.Count];
        foreach (string text in texts.Distinct())
        {
            foreach (int id in tokenizer.Tokenize(text).Select(t => t.Id).Distinct())
            {
                expected[id]++;
            }
        }

        Assert.Equal(expected, idf.DocumentFrequencies.ToArray());
        Assert.Equal([10_000, 20_000, 20_000], reports);
    }

    [Fact]
    public void Count_NoTexts_IsAnError() =>
        Assert.Throws<IdfException>(() => IdfCounter.Count([], TestVocabulary.Open(), IdfSmoothing.Bm25));

    [Fact]
    public void Write_ThenRead_GivesTheSame()
    {
        using TemporaryFolder folder = new();
        Tokenizer tokenizer = TestVocabulary.Open();
        InverseDocumentFrequency counted = CountTriplets(folder, tokenizer).Without([7, 6]);

        IdfFile.Write(folder.File("idf"), counted);
        InverseDocumentFrequency read = IdfFile.Read(folder.File("idf"), tokenizer);

        Assert.Equal(3, read.DocumentCount); // positive, two negatives
        Assert.Equal(counted.Values.ToArray(), read.Values.ToArray());
        Assert.Equal(counted.DocumentFrequencies.ToArray(), read.DocumentFrequencies.ToArray());
        Assert.Equal(IdfSmoothing.Bm25, read.Smoothing);
        Assert.Equal(counted.Corpus, read.Corpus);
        Assert.Equal([6, 7], read.QuestionTokens);
    }

    [Fact]
    public void Without_QuestionTokens_WeighNothingAndLeaveTheRest()
    {
        Tokenizer tokenizer = TestVocabulary.Open();
        InverseDocumentFrequency idf = IdfCounter.Count(["서울은 수도", "수도의 강물"], tokenizer, IdfSmoothing.Bm25);

        InverseDocumentFrequency without = idf.Without(CommonTokens.Of(["서울은?", "강은?", "수도의?"], tokenizer));

        Assert.Equal([5, 6, 7, 8, 18], without.QuestionTokens); // each in more than a tenth of three questions; [UNK] for "?" is special
        Assert.All(without.QuestionTokens, id => Assert.Equal(0, IdfValue(without, id)));
        Assert.Equal(IdfValue(idf, 19), IdfValue(without, 19));
        Assert.Equal(idf.DocumentFrequencies.ToArray(), without.DocumentFrequencies.ToArray());
    }

    [Theory]
    [InlineData(10, new int[0])] // "은" in one of ten: a tenth, not more
    [InlineData(9, new[] { 6 })]
    public void CommonTokens_AtTheShare_TakesOnlyMore(int questions, int[] expected)
    {
        Tokenizer tokenizer = TestVocabulary.Open();
        IEnumerable<string> others = Enumerable.Range(2, questions - 1).Select(i => new string('?', i)); // unknown words

        Assert.Equal(expected, CommonTokens.Of(others.Prepend("서울은"), tokenizer).Except([5]));
    }

    /// <summary>Killed between its two files, new weights stood beside the older count of documents.</summary>
    [Fact]
    public void Read_StatisticsOfAnEarlierMake_AreNotMixedIn_Issue19()
    {
        using TemporaryFolder folder = new();
        Tokenizer tokenizer = TestVocabulary.Open();
        string statistics = folder.File("idf/idf_statistics.json");
        IdfFile.Write(folder.File("idf"), CountTriplets(folder, tokenizer));

        File.WriteAllText(statistics, File.ReadAllText(statistics).Replace("\"document_count\": 3", "\"document_count\": 9", StringComparison.Ordinal));

        Assert.Contains("\"document_count\": 9", File.ReadAllText(statistics), StringComparison.Ordinal);

        Assert.Equal(3, IdfFile.Read(folder.File("idf"), tokenizer).DocumentCount);
    }

    [Fact]
    public void Read_MissingOtherTokenizerOrDamaged_NamesTheCommand()
    {
        using TemporaryFolder folder = new();
        Tokenizer tokenizer = TestVocabulary.Open();
        Tokenizer other = TestVocabulary.Open("""{"do_lower_case":true}""");
        string idf = folder.File("idf");

        IdfException missing = Assert.Throws<IdfException>(() => IdfFile.Read(idf, tokenizer));
        IdfFile.Write(idf, CountTriplets(folder, tokenizer));
        IdfException stale = Assert.Throws<IdfException>(() => IdfFile.Read(idf, other));
        File.WriteAllText(Path.Combine(idf, "idf.safetensors"), "x");
        IdfException damaged = Assert.Throws<IdfException>(() => IdfFile.Read(idf, tokenizer));

        Assert.All([missing, stale, damaged], e => Assert.Contains("make prepare-v25-idf", e.Message, StringComparison.Ordinal));
        Assert.Contains("another tokenizer", stale.Message, StringComparison.Ordinal);
    }

    /// <summary>As OpenSearch's models have it: what is not named weighs nothing, and neither do special tokens.</summary>
    [Fact]
    public void ReadTokenWeights_SomeTokens_AreTheirWeights_Issue19()
    {
        using TemporaryFolder folder = new();
        Tokenizer tokenizer = TestVocabulary.Open();

        InverseDocumentFrequency idf = IdfFile.ReadTokenWeights(folder.Write("idf.json", """{"서울":2.5,"[CLS]":7,"은":-1}"""), tokenizer);

        Assert.Equal([2.5f], idf.Values.ToArray().Where(weight => weight != 0));
        Assert.Equal(2.5f, idf.Values[tokenizer.Vocabulary.ToList().IndexOf("서울")]);
    }

    [Theory]
    [InlineData("""{"서울":1e999}""", "the weight of '서울' is Infinity")]
    [InlineData("""{"서울":1e39}""", "the weight of '서울' is Infinity")]
    [InlineData("""{"서울":-1e39}""", "the weight of '서울' is -Infinity")]
    [InlineData("""{"서울":"NaN"}""", "the weight of '서울' is \"NaN\"")]
    [InlineData("""{"서울":null}""", "the weight of '서울' is null")]
    [InlineData("""{"서울":NaN}""", "no weights of tokens that can be read")]
    [InlineData("""{"서울":1,"서울":2}""", "no weights of tokens that can be read")]
    [InlineData("""[1]""", "no weights of tokens that can be read")]
    [InlineData("""{"수원\u001b[2J":1}""", "'수원\uFFFD[2J' is no token")]
    public void ReadTokenWeights_Damaged_NamesFileAndToken_Issue19(string json, string reason)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("idf.json", json);

        IdfException error = Assert.Throws<IdfException>(() => IdfFile.ReadTokenWeights(path, TestVocabulary.Open()));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static InverseDocumentFrequency CountTriplets(TemporaryFolder folder, Tokenizer tokenizer)
    {
        folder.Write("train_1.jsonl", """
            {"query":"수도","positive":"서울은 수도","negatives":["강물","한국"]}
            {"query":"강","positive":"강물","negative":"서울은 수도"}
            """);
        return IdfCounter.CountFiles([folder.File("train_*.jsonl")], tokenizer, IdfSmoothing.Bm25);
    }

    private static float IdfValue(InverseDocumentFrequency idf, int id) => idf.Values[id];

    private sealed class Listing(List<long> reports) : IProgress<long>
    {
        public void Report(long value) => reports.Add(value);
    }
}
