using System.Text;
using CsCheck;
using KoSparse.Text;

namespace KoSparse.Tests.Text;

public sealed class SentencePieceTokenizerTests
{
    [Theory]
    [InlineData("서울은 수도", "▁서울[0,2] 은[2,1] ▁수도[4,2]")]
    [InlineData("  서울는  수도.", "▁서울[2,2] 는[4,1] ▁수도[7,2] .[9,1]")]
    [InlineData("뷁뷁 서울", "▁[0,0] <unk>[0,2] ▁서울[3,2]")] // unknown characters in a row are one token
    [InlineData("서울<mask>은", "▁서울[0,2] <mask>[2,6] ▁[8,0] 은[8,1]")]
    [InlineData("", "")]
    public void Tokenize_ByHand_GivesPiecesInPlace(string text, string expected)
    {
        Tokenizer tokenizer = Open(SentencePieceModelFile.WriteFairseq);

        Assert.Equal(expected, TestVocabulary.Show(tokenizer, text));
    }

    [Fact]
    public void Encode_FairseqModel_GivesHuggingFaceIds()
    {
        Tokenizer tokenizer = Open(SentencePieceModelFile.WriteFairseq);

        // Pieces 3 and up move to 4 and up: ▁ 4, ▁서울 5, 은 6 …; 12 pieces, so <mask> is 13.
        Assert.Equal([0, 5, 6, 2], tokenizer.Encode("서울은", 16));
        Assert.Equal([0, 4, 3, 2], tokenizer.Encode("뷁", 16));
        Assert.Equal(new SpecialTokens(0, 2, 1, 3, 13, []).All, tokenizer.SpecialTokens.All);
        Assert.Equal("<mask>", tokenizer.Vocabulary[13]);
    }

    [Fact]
    public void Encode_ModelWithOwnSpecialPieces_KeepsItsNumbers()
    {
        Tokenizer tokenizer = Open(SentencePieceModelFile.WriteKoBert);

        // ▁ 5, ▁서울 6, 은 7.
        Assert.Equal([2, 6, 7, 3], tokenizer.Encode("서울은", 16));
        Assert.Equal(1, tokenizer.SpecialTokens.Padding);
        Assert.Equal(4, tokenizer.SpecialTokens.Mask);
    }

    /// <summary>By settings that say how its pieces are numbered; 서울은 is pieces 4 and 5, moved or not.</summary>
    [Theory]
    [InlineData("tokenizer_config.json", """{"tokenizer_class":"XLMRobertaTokenizer"}""", new[] { 0, 5, 6, 2 })]
    [InlineData("tokenizer_config.json", """{"tokenizer_class":"AlbertTokenizerFast"}""", new[] { 1, 4, 5, 2 })]
    [InlineData("tokenizer_config.json", """{"added_tokens_decoder":{"0":{"content":"<unk>"},"1":{"content":"<s>"}}}""", new[] { 1, 4, 5, 2 })]
    [InlineData("tokenizer_config.json", """{"added_tokens_decoder":{"0":{"content":"<s>"},"1":{"content":"<pad>"}}}""", new[] { 0, 5, 6, 2 })]
    [InlineData("config.json", """{"bos_token_id":0,"eos_token_id":2,"pad_token_id":1,"vocab_size":14}""", new[] { 0, 5, 6, 2 })]
    [InlineData("config.json", """{"bos_token_id":1,"eos_token_id":2,"pad_token_id":0,"vocab_size":12}""", new[] { 1, 4, 5, 2 })]
    [InlineData("config.json", """{"vocab_size":12}""", new[] { 1, 4, 5, 2 })]
    [InlineData("config.json", """{"vocab_size":14}""", new[] { 0, 5, 6, 2 })]
    [InlineData("config.json", "{}", new[] { 0, 5, 6, 2 })]
    public void Encode_SettingsBesideTheModel_SayHowPiecesAreNumbered_Issue19(string file, string json, int[] expected)
    {
        using TemporaryFolder folder = new();
        SentencePieceModelFile.WriteFairseq(folder.File("sentencepiece.bpe.model"));
        folder.Write(file, json);

        Assert.Equal(expected, TokenizerFolder.Open(folder.Path).Encode("서울은", 16));
    }

    [Fact]
    public void Encode_ModelWithPadding_KeepsItsNumbers_Issue19()
    {
        Tokenizer tokenizer = Open(SentencePieceModelFile.WriteWithPadding);

        // <unk> 0, <s> 1, </s> 2, <pad> 3, ▁ 4, ▁서울 5, 은 6.
        Assert.Equal([1, 5, 6, 2], tokenizer.Encode("서울은", 16));
        Assert.Equal((3, 0), (tokenizer.SpecialTokens.Padding, tokenizer.SpecialTokens.Unknown));
    }

    [Fact]
    public void Tokenize_BytePairs_MergesByScore() =>
        Assert.Equal("▁서울[0,2] 은[2,1] ▁[4,0] <unk>[4,2] 서울[6,2]", TestVocabulary.Show(Open(SentencePieceModelFile.WriteBytePairs), "서울은 뷁뷁서울"));

    [Theory]
    [InlineData("Ａ.", "▁[0,0] A[0,1] .[1,1]")]
    [InlineData("서\u2026", "▁[0,0] 서[0,1] .[1,1] .[1,1] .[1,1]")] // one character that becomes three pieces is the place of each
    [InlineData("\u1109\u1165울\u0007은", "▁서울[0,3] 은[4,1]")] // what is removed has no place
    [InlineData("서울\u3000\u200B 서울", "▁서울[0,2] ▁서울[5,2]")]
    public void Tokenize_NormalisationThatLengthensOrShortens_KeepsPlaces_Issue19(string text, string expected) =>
        Assert.Equal(expected, TestVocabulary.Show(Open(SentencePieceModelFile.WriteMapped), text));

    [Fact]
    public void AddIds_AnyText_AgreesWithTokenize()
    {
        Tokenizer tokenizer = Open(SentencePieceModelFile.WriteFairseq);
        foreach (string text in new[] { "서울은 수도.", "뷁A뷁뷁 <s>서 울</s>", "\uD800서", "🙂🙂 은" })
        {
            List<int> ids = [];
            tokenizer.AddIds(text, ids);

            Assert.Equal(tokenizer.Tokenize(text).Select(t => t.Id), ids);
        }
    }

    [Fact]
    public void Open_DamagedModel_NamesTheFile()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("tokenizer.model", "not a model");

        TokenizerException error = Assert.Throws<TokenizerException>(() => TokenizerFolder.Open(folder.Path));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Kudo (2018): of all ways to spell a text with pieces, the one whose scores have the largest sum.</summary>
    [Fact]
    public void Tokenize_RandomScores_IsTheBestOfAllSpellings()
    {
        string[] spellings = ["▁", "▁가", "▁나", "▁가나", "가", "나", "다", "가나", "나다", "가나다", "다가", "나가"];
        Gen<string> words = Gen.Char["가나다뷁"].Array[1, 4].Select(c => new string(c));

        Gen.Select(words.Array[1, 3], Gen.Int).Sample(
            (text, seed) =>
            {
                Random random = new(seed); // no round numbers, and no piece 나나 in 나나나: two spellings of one sum would both be right
                Dictionary<string, float> pieces = spellings.ToDictionary(p => p, _ => -1 - (8 * random.NextSingle()));
                Tokenizer tokenizer = Open(path => SentencePieceModelFile.WriteUnigram(path, pieces));

                string found = string.Join(' ', tokenizer.Tokenize(string.Join(' ', text)).Select(t => tokenizer.Vocabulary[t.Id]));

                Assert.Equal(string.Join(' ', UnigramReference.Best(string.Concat(text.Select(word => "▁" + word)), pieces)), found);
            },
            iter: 300,
            threads: 1);
    }

    /// <summary>The ids of every line are in <see cref="GoldenTokenizerTests"/>; here what normalisation and classes say.</summary>
    [SharedTheory("data/tokenizers/xlm-roberta-base")]
    [InlineData("한글", NormalizationForm.FormD, "▁한글[0,6]")]
    [InlineData("ＡＢＣ①", NormalizationForm.FormC, "▁ABC[0,3] 1[3,1]")]
    public void Tokenize_XlmRoberta_PlacesNormalisedText(string text, NormalizationForm form, string expected)
    {
        Tokenizer tokenizer = TokenizerFolder.Open(SharedData.Get("data/tokenizers/xlm-roberta-base"));

        Assert.Equal(expected, TestVocabulary.Show(tokenizer, text.Normalize(form)));
        Assert.Equal(250_001, tokenizer.SpecialTokens.Mask);
        Assert.Equal(5_413, tokenizer.Vocabulary.Count(t => TokenLanguage.Classify(t, "▁") == TokenClass.Korean));
    }

    private static Tokenizer Open(Action<string> write)
    {
        using TemporaryFolder folder = new();
        write(folder.File("sentencepiece.bpe.model"));
        return TokenizerFolder.Open(folder.Path);
    }
}
