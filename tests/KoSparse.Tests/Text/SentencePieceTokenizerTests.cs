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
        string[] spellings = ["▁", "▁가", "▁나", "▁가나", "가", "나", "다", "가나", "나다", "가나다", "다가", "나나"];
        Gen<string> words = Gen.Char["가나다뷁"].Array[1, 4].Select(c => new string(c));

        Gen.Select(words.Array[1, 3], Gen.Int).Sample(
            (text, seed) =>
            {
                Random random = new(seed); // no round numbers: two spellings of one sum would both be right
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
