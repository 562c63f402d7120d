using KoSparse.Text;

namespace KoSparse.Tests.Text;

public sealed class KoreanTokenFileTests
{
    [Fact]
    public void Of_Vocabulary_CountsEveryToken()
    {
        TokenClasses classes = TokenClasses.Of(TestVocabulary.Open());

        // Special 5; foreign 韓, cafe, café; punctuation "."; other 🙂; the other ten are Korean.
        Assert.Equal(5, classes.CountOf(TokenClass.Special));
        Assert.Equal(3, classes.CountOf(TokenClass.Foreign));
        Assert.Equal(10, classes.CountOf(TokenClass.Korean));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 16, 18, 19], classes.KoreanIds());
        Assert.False(classes.IsKoreanSide(12));
    }

    [Fact]
    public void Read_WrittenFile_GivesTheSame()
    {
        using TemporaryFolder folder = new();
        Tokenizer tokenizer = TestVocabulary.Open();

        KoreanTokenFile written = KoreanTokenFile.Write(folder.File("outputs/korean_token_ids.json"), tokenizer);
        KoreanTokenFile read = KoreanTokenFile.Read(folder.File("outputs/korean_token_ids.json"), tokenizer);

        Assert.Equal(written.KoreanTokenIds, read.KoreanTokenIds);
        Assert.Equal(20, read.VocabularySize);
        Assert.Equal(20, read.Counts.Values.Sum());
        Assert.Equal(tokenizer.Hash, read.TokenizerHash);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"tokenizer_hash":null,"vocabulary_size":1,"counts":{},"korean_token_ids":[]}""")]
    public void Read_MissingOrDamaged_NamesTheCommand(string? content)
    {
        using TemporaryFolder folder = new();
        if (content is not null)
        {
            folder.Write("ids.json", content);
        }

        TokenFileException error =
            Assert.Throws<TokenFileException>(() => KoreanTokenFile.Read(folder.File("ids.json"), TestVocabulary.Open()));

        Assert.Contains("make build-korean-tokens", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OtherTokenizer_NamesTheCommand()
    {
        using TemporaryFolder folder = new();
        KoreanTokenFile.Write(folder.File("ids.json"), TestVocabulary.Open());
        Tokenizer other = TestVocabulary.Open("""{"do_lower_case":true}""");

        TokenFileException error = Assert.Throws<TokenFileException>(() => KoreanTokenFile.Read(folder.File("ids.json"), other));

        Assert.Contains("another tokenizer", error.Message, StringComparison.Ordinal);
        Assert.Contains("make build-korean-tokens", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_IdOutsideVocabulary_IsAnError()
    {
        using TemporaryFolder folder = new();
        Tokenizer tokenizer = TestVocabulary.Open();
        folder.Write("ids.json", $$"""{"tokenizer_hash":"{{tokenizer.Hash}}","vocabulary_size":20,"counts":{},"korean_token_ids":[20]}""");

        Assert.Throws<TokenFileException>(() => KoreanTokenFile.Read(folder.File("ids.json"), tokenizer));
    }
}
