using KoSparse.Text;

namespace KoSparse.Tests.Text;

public sealed class StopwordSetTests
{
    [Fact]
    public void Load_Lists_HaveThePromisedSizes()
    {
        StopwordSet first = StopwordSet.Load("v25");
        StopwordSet extended = StopwordSet.Load("v26");

        Assert.Equal(163, first.Words.Count);
        Assert.True(extended.Words.Count >= 177);
        Assert.Equal(first.Words.Count, first.Words.Distinct().Count());
        Assert.Equal(extended.Words.Count, extended.Words.Distinct().Count());
        Assert.Empty(first.Words.Except(extended.Words));
        Assert.All(extended.Words, word => Assert.Equal(word.Normalize(), word));
    }

    [Fact]
    public void Load_UnknownName_NamesTheLists()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => StopwordSet.Load("v24"));

        Assert.Contains("v25 and v26", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TokenIds_Vocabulary_HasWholeTokensInAllForms()
    {
        // ##은, ##의, 한 and 은 are stopwords; 한##국 and 강##물 are not, nor is 수도, though 수 and 도 are.
        Assert.Equal([6, 7, 9, 16], StopwordSet.Load("v25").TokenIds(TestVocabulary.Open()));
    }

    [Fact]
    public void Write_ThenRead_GivesTheSame()
    {
        using TemporaryFolder folder = new();
        Tokenizer tokenizer = TestVocabulary.Open();
        StopwordFile.Write(folder.File("stopwords.json"), StopwordSet.Load("v26"), tokenizer);

        StopwordFile read = StopwordFile.Read(folder.File("stopwords.json"), tokenizer);

        Assert.Equal("v26", read.Name);
        Assert.Equal([6, 7, 9, 16], read.TokenIds);
        Assert.Equal(StopwordSet.Load("v26").Words, read.Words);
        TokenFileException error = Assert.Throws<TokenFileException>(
            () => StopwordFile.Read(folder.File("stopwords.json"), TestVocabulary.Open("""{"do_lower_case":true}""")));
        Assert.Contains("make prepare-v25-stopwords", error.Message, StringComparison.Ordinal);
    }
}
