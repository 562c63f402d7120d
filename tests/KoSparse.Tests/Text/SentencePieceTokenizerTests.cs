using System.Text;
using System.Text.Json;
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

    [Fact]
    public void Encode_XlmRoberta_AgreesWithSentencePieceLibrary()
    {
        if (SharedData.Find("tokenizers/xlm-roberta-base") is not string folder)
        {
            return;
        }

        Tokenizer tokenizer = TokenizerFolder.Open(folder);
        int lines = 0;
        int different = 0;
        foreach (string line in File.ReadLines(Path.Combine(folder, "golden.jsonl")))
        {
            using JsonDocument golden = JsonDocument.Parse(line);
            string text = golden.RootElement.GetProperty("text").GetString()!;
            IEnumerable<int> expected = golden.RootElement.GetProperty("ids").EnumerateArray().Select(i => i.GetInt32());
            lines++;
            different += expected.SequenceEqual(tokenizer.Encode(text, int.MaxValue)) ? 0 : 1;
        }

        Assert.True(lines > 100);
        Assert.True(different <= lines / 100, $"{different} of {lines} lines differ");
        Assert.Equal(250_001, tokenizer.SpecialTokens.Mask);
        Assert.Equal("▁한글[0,6]", TestVocabulary.Show(tokenizer, "한글".Normalize(NormalizationForm.FormD)));
        Assert.Equal("▁ABC[0,3] 1[3,1]", TestVocabulary.Show(tokenizer, "ＡＢＣ①"));
        Assert.Equal(5_413, tokenizer.Vocabulary.Count(t => TokenLanguage.Classify(t, "▁") == TokenClass.Korean));
    }

    private static Tokenizer Open(Action<string> write)
    {
        using TemporaryFolder folder = new();
        write(folder.File("sentencepiece.bpe.model"));
        return TokenizerFolder.Open(folder.Path);
    }
}
