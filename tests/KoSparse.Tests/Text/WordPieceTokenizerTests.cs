using System.Text;
using System.Text.Json;
using CsCheck;
using KoSparse.Text;

namespace KoSparse.Tests.Text;

public sealed class WordPieceTokenizerTests
{
    [Theory]
    [InlineData("서울은 수도.", "서울[0,2] ##은[2,1] 수도[4,2] .[6,1]")]
    [InlineData("서울은수도", "[UNK][0,5]")] // ##수도 is not a piece, so the word is unknown as a whole
    [InlineData("서울서울", "서울[0,2] ##서울[2,2]")]
    [InlineData("한국韓국", "한[0,1] ##국[1,1] 韓[2,1] [UNK][3,1]")] // a Han character is a word of its own
    [InlineData("서울\u200B은", "서울[0,2] ##은[3,1]")] // a zero-width space is removed and joins
    [InlineData("🙂 서울\t은", "🙂[0,2] 서울[3,2] 은[6,1]")]
    [InlineData("서울[MASK]은", "서울[0,2] [MASK][2,6] 은[8,1]")]
    [InlineData("", "")]
    [InlineData(" \n ", "")]
    public void Tokenize_ByHand_GivesPiecesInPlace(string text, string expected)
    {
        Tokenizer tokenizer = TestVocabulary.Open();

        Assert.Equal(expected, TestVocabulary.Show(tokenizer, text));
    }

    [Fact]
    public void Tokenize_DecomposedHangul_GivesSameIdsPlacedInOriginal()
    {
        Tokenizer tokenizer = TestVocabulary.Open();
        string decomposed = "서울은".Normalize(NormalizationForm.FormD);

        // ㅅㅓ ㅇㅜㄹ ㅇㅡㄴ: 2 + 3 + 3 Jamo.
        Assert.Equal(8, decomposed.Length);
        Assert.Equal("서울[0,5] ##은[5,3]", TestVocabulary.Show(tokenizer, decomposed));
    }

    [Theory]
    [InlineData("""{"do_lower_case":true,"strip_accents":true}""", "CAFÉ", "cafe[0,4]")]
    [InlineData("""{"do_lower_case":true,"strip_accents":false}""", "CAFÉ", "café[0,4]")]
    [InlineData("""{"do_lower_case":true,"strip_accents":false}""", "CAFE\u0301 은", "café[0,5] 은[6,1]")]
    [InlineData("""{"do_lower_case":false}""", "CAFÉ", "[UNK][0,4]")]
    [InlineData("""{"tokenize_chinese_chars":false}""", "韓국", "韓[0,1] ##국[1,1]")]
    public void Tokenize_Settings_TakeEffect(string settings, string text, string expected)
    {
        Tokenizer tokenizer = TestVocabulary.Open(settings);

        Assert.Equal(expected, TestVocabulary.Show(tokenizer, text));
    }

    [Fact]
    public void Wordless_Vocabulary_IsSpecialTokensAndPunctuation()
    {
        Tokenizer tokenizer = TestVocabulary.Open();

        // [PAD] 0, [UNK] 1, [CLS] 2, [SEP] 3, [MASK] 4, "." 11; 🙂 (17) may stand in a vector.
        Assert.Equal([0, 1, 2, 3, 4, 11], tokenizer.Wordless.Order());
    }

    [Fact]
    public void Tokenize_LongWord_IsUnknown()
    {
        Tokenizer tokenizer = TestVocabulary.Open();

        Assert.Equal("[UNK][0,102]", TestVocabulary.Show(tokenizer, string.Concat(Enumerable.Repeat("서울", 51))));
        Assert.Equal(50, tokenizer.Tokenize(string.Concat(Enumerable.Repeat("서울", 50))).Count);
    }

    /// <summary>The limit counts code points: 60 emoji are 120 UTF-16 units.</summary>
    [Fact]
    public void Tokenize_LongWordBeyondTheBasicPlane_IsCountedInCodePoints_Issue19()
    {
        Tokenizer tokenizer = OpenJson("""{"[CLS]":0,"[SEP]":1,"[PAD]":2,"[UNK]":3,"[MASK]":4,"🙂":5,"##🙂":6}""");

        Assert.Equal(100, tokenizer.Tokenize(string.Concat(Enumerable.Repeat("🙂", 100))).Count);
        Assert.Equal("[UNK][0,202]", TestVocabulary.Show(tokenizer, string.Concat(Enumerable.Repeat("🙂", 101))));
    }

    [Theory]
    [InlineData("서울\uFFFE 은", "[UNK][0,3] 은[4,1]")]
    [InlineData("\u1109\u1165\u110B\u116E\u11AF\u0085은", "서울[0,5] ##은[6,1]")] // BERT removes U+0085, and so joins
    [InlineData("서울\u000B은", "서울[0,2] ##은[3,1]")]
    public void Tokenize_ControlCharacters_AreThoseOfBert_Issue19(string text, string expected) =>
        Assert.Equal(expected, TestVocabulary.Show(TestVocabulary.Open(), text));

    [Fact]
    public void Tokenize_AnyText_GivesOrderedTokensInsideTheText()
    {
        Tokenizer tokenizer = TestVocabulary.Open();
        const string Likely = "서울 은\u1112\u1161\u11AB\uD83D\uDE42\u0301[MASK]";
        Gen<string> texts = Gen.OneOf(Gen.Char, Gen.Int[0, Likely.Length - 1].Select(i => Likely[i]))
            .Array[0, 40].Select(c => new string(c));

        texts.Sample(text =>
        {
            int end = 0;
            foreach (Token token in tokenizer.Tokenize(text))
            {
                Assert.InRange(token.Start, end, text.Length);
                Assert.InRange(token.Start + token.Length, token.Start + 1, text.Length);
                end = token.Start + token.Length;
            }
        });
    }

    [Fact]
    public void Encode_LongText_IsCutBetweenSpecialTokens()
    {
        Tokenizer tokenizer = TestVocabulary.Open();

        Assert.Equal([2, 5, 6, 3], tokenizer.Encode("서울은 수도.", maxLength: 4));
        Assert.Equal([2, 5, 6, 8, 11, 3], tokenizer.Encode("서울은 수도.", maxLength: 6));
        Assert.Equal([2, 3], tokenizer.Encode("", maxLength: 2));
    }

    [SharedTheory("data/tokenizers")]
    [InlineData("klue-roberta")]
    [InlineData("ax-encoder")]
    public void Encode_OwnSentences_AgreesWithSlowReference(string name)
    {
        string[] lines = File.ReadAllLines(SharedData.Golden($"wordpiece/{name}.jsonl"));
        Tokenizer tokenizer = TokenizerFolder.Open(SharedData.Get($"data/tokenizers/{name}"));

        Assert.Equal(18, lines.Length);
        Assert.All(lines, line =>
        {
            using JsonDocument golden = JsonDocument.Parse(line);
            string text = golden.RootElement.GetProperty("text").GetString()!;
            int[] expected = [.. golden.RootElement.GetProperty("ids").EnumerateArray().Select(i => i.GetInt32())];
            Assert.Equal(expected, tokenizer.Encode(text, 512));
            Assert.Equal(expected, tokenizer.Encode(text.Normalize(NormalizationForm.FormD), 512));
        });
    }

    private static Tokenizer OpenJson(string vocabulary)
    {
        using TemporaryFolder folder = new();
        return TokenizerFolder.Open(folder.Write(
            "tokenizer.json",
            $$$"""{"pre_tokenizer":{"type":"BertPreTokenizer"},"model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","vocab":{{{vocabulary}}}}}"""));
    }
}
