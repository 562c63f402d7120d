using System.Text;
using System.Text.Json.Nodes;
using KoSparse.Text;
using KoSparse.Text.Normalization;

namespace KoSparse.Tests.Text;

/// <summary>What <c>tokenizer.json</c> asks for, by hand; whole files of others are in <see cref="GoldenTokenizerTests"/>.</summary>
public sealed class TokenizerJsonTests
{
    [Theory]
    [InlineData("서울은 수도", "▁서울[0,2] 은[2,1] ▁수도[4,2]")]
    [InlineData("서뷁뷁은", "▁[0,1] 서[0,1] <unk>[1,2] 은[3,1]")]
    [InlineData("서울<mask>은", "▁서울[0,2] <mask>[2,6] ▁[8,1] 은[8,1]")]
    [InlineData("\u1109\u1165\u110B\u116E\u11AF\u110B\u1173\u11AB", "▁서울[0,5] 은[5,3]")]
    public void Tokenize_Unigram_GivesPiecesInPlace_Issue19(string text, string expected) =>
        Assert.Equal(expected, TestVocabulary.Show(Open(TokenizerJsonText.Unigram), text));

    [Theory]
    [InlineData("서울 서울", "ìĦľìļ¸[0,2] ĠìĦľìļ¸[3,2]")] // the blank is the piece's, and not in its place
    [InlineData("서은", "ìĦľ[0,1] ì[1,1]")] // bytes that the vocabulary lacks leave nothing
    public void Tokenize_ByteLevel_GivesPiecesInPlace_Issue19(string text, string expected) =>
        Assert.Equal(expected, TestVocabulary.Show(Open(TokenizerJsonText.ByteLevel), text));

    [Theory]
    [InlineData("서울 서울은", "▁서울[0,2] ▁서울[2,3] 은[5,1]")]
    [InlineData("뷁뷁", "▁[0,1] <unk>[0,2]")]
    public void Tokenize_Metaspace_GivesPiecesInPlace_Issue19(string text, string expected) =>
        Assert.Equal(expected, TestVocabulary.Show(Open(TokenizerJsonText.Metaspace), text));

    [Fact]
    public void Encode_PostProcessor_SaysWhatStandsAround_Issue19()
    {
        Assert.Equal([0, 6, 2], Open(TokenizerJsonText.Unigram).Encode("서울", 16));
        Assert.Equal([0, 10, 2], Open(TokenizerJsonText.Metaspace).Encode("서울", 16));
        Assert.Equal([14], Open(TokenizerJsonText.ByteLevel).Encode("서울", 16));
        Assert.Equal([0, 2], Open(TokenizerJsonText.Unigram).Encode("서울은 수도", 2));
    }

    [Fact]
    public void LettersOf_ByteLevel_IsWhatTheBytesSpell_Issue19()
    {
        Tokenizer tokenizer = Open(TokenizerJsonText.ByteLevel);

        Assert.Equal("서울", tokenizer.LettersOf(15));
        Assert.True(tokenizer.BeginsWord(15));
        Assert.True(tokenizer.TryGetId("서울", beginsWord: true, out int id));
        Assert.Equal(15, id);
        Assert.Equal(TokenClass.Korean, TokenClasses.Of(tokenizer)[14]);
        Assert.Equal(TokenClass.Other, TokenClasses.Of(tokenizer)[5]); // a part of a character
        Assert.Equal(TokenClass.Special, TokenClasses.Of(tokenizer)[2]);
    }

    /// <summary>Pieces that go on with a word begin with a mark, and merge without it, as Hugging Face's tokenizers 0.21 do.</summary>
    [Theory]
    [InlineData("서울 서울은", "서울[0,2] 서울[3,2] ##은[5,1]")]
    [InlineData("울서은", "<unk>[0,1] <unk>[1,1] ##은[2,1]")] // 울 begins no word, 서 goes on with none
    [InlineData("서", "서[0,1]")]
    public void Tokenize_ContinuingPrefix_MarksWhatGoesOn_Issue19(string text, string expected) =>
        Assert.Equal(expected, TestVocabulary.Show(Open(Bpe("continuing_subword_prefix", "##", "서", "##울", "##은", "서울", "서 ##울")), text));

    /// <summary>A piece that ends a word ends with a mark; a word of one character has it, too.</summary>
    [Theory]
    [InlineData("서울 서울은", "서울</w>[0,2] 서[3,1] 울[4,1] 은</w>[5,1]")]
    [InlineData("은 서", "은</w>[0,1] <unk>[2,1]")] // 서 ends no word
    public void Tokenize_EndingSuffix_MarksWhatEnds_Issue19(string text, string expected) =>
        Assert.Equal(expected, TestVocabulary.Show(Open(Bpe("end_of_word_suffix", "</w>", "서", "울", "울</w>", "은</w>", "서울</w>", "서 울</w>")), text));

    [Fact]
    public void LettersOf_MarkedPieces_AreWithoutTheMarks_Issue19()
    {
        Tokenizer goesOn = Open(Bpe("continuing_subword_prefix", "@@", "서", "@@울", "@@은", "서울", "서 @@울"));
        Tokenizer ends = Open(Bpe("end_of_word_suffix", "</w>", "서", "울", "울</w>", "은</w>", "서울</w>", "서 울</w>"));

        Assert.Equal(["서", "울", "은", "서울"], Enumerable.Range(5, 4).Select(goesOn.LettersOf));
        Assert.Equal([true, false, false, true], Enumerable.Range(5, 4).Select(goesOn.BeginsWord));
        Assert.Equal(["서", "울", "울", "은", "서울"], Enumerable.Range(5, 5).Select(ends.LettersOf));
        Assert.Equal([false, false, true, true, true], Enumerable.Range(5, 5).Select(ends.BeginsWord));
        foreach (Tokenizer tokenizer in (Tokenizer[])[goesOn, ends])
        {
            foreach (int id in Enumerable.Range(5, tokenizer.Vocabulary.Count - 5))
            {
                Assert.True(tokenizer.TryGetId(tokenizer.LettersOf(id), tokenizer.BeginsWord(id), out int found));
                Assert.Equal(id, found);
                Assert.Equal(TokenClass.Korean, TokenClasses.Of(tokenizer)[id]);
            }
        }
    }

    /// <summary>By Hugging Face's table (normalizers/unicode.rs): what is in neither list stays.</summary>
    [Fact]
    public void Normalize_Nmt_RemovesControlsAndMakesBlanks_Issue19()
    {
        int[] gone = [.. Enumerable.Range(1, 8), 0x0B, .. Enumerable.Range(0x0E, 18), 0x7F, 0x8F, 0x9F];
        int[] blank = [9, 10, 12, 13, 0x1680, .. Enumerable.Range(0x200B, 5), 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD];
        NmtCleaning nmt = new();

        Assert.All(Enumerable.Range(0, 0x11000).Where(Rune.IsValid), c => Assert.Equal(
            gone.Contains(c) ? "서울" : blank.Contains(c) ? "서 울" : $"서{new Rune(c)}울", nmt.Apply(new AlignedText($"서{new Rune(c)}울", 0)).Characters));
        Assert.Equal("서울[0,3]", TestVocabulary.Show(Open(TokenizerJsonText.Metaspace.Replace("NFKC", "Nmt", StringComparison.Ordinal)), "서\u0007울").Replace("▁", "", StringComparison.Ordinal));
    }

    /// <summary>서울 is 5, ##은 6; the added token 은 is 20.</summary>
    [Theory]
    [InlineData("""{"id":20,"content":"Q7","special":false}""", "서울Q7 Q7은", "서울[0,2] Q7[2,2] Q7[5,2] 은[7,1]")]
    [InlineData("""{"id":20,"content":"Q7","special":false,"single_word":true}""", "서울Q7 Q7은 Q7", "[UNK][0,4] [UNK][5,3] Q7[9,2]")]
    [InlineData("""{"id":20,"content":"Q7","special":false,"single_word":true}""", "(Q7)\U0001D400Q7", "[UNK][0,1] Q7[1,2] [UNK][3,1] [UNK][4,4]")]
    [InlineData("""{"id":20,"content":"Q7","special":false,"lstrip":true}""", "서울 \t Q7 은", "서울[0,2] Q7[2,5] 은[8,1]")]
    [InlineData("""{"id":20,"content":"Q7","special":false,"rstrip":true}""", "서울 Q7 \u3000은", "서울[0,2] Q7[3,4] 은[7,1]")]
    [InlineData("""{"id":20,"content":"Q7","special":false,"normalized":true}""", "q7 서울", "Q7[0,2] 서울[3,2]")]
    [InlineData("""{"id":20,"content":"Q7","special":false,"normalized":false}""", "q7 서울", "[UNK][0,2] 서울[3,2]")]
    public void Tokenize_AddedToken_FollowsItsFlags_Issue19(string added, string text, string expected)
    {
        Tokenizer tokenizer = Open(Lowercased(added));

        Assert.Equal(expected, TestVocabulary.Show(tokenizer, text));
    }

    [Fact]
    public void Tokenize_AddedTokenInTheVocabulary_SpellsNoWord_Issue19()
    {
        Tokenizer tokenizer = Open(Lowercased("""{"id":20,"content":"서울은","special":false,"single_word":true}"""));

        Assert.Equal("서울은[0,3] 서울[4,2] ##은[6,1] ##의[7,1]", TestVocabulary.Show(tokenizer, "서울은 서울은의"));
    }

    [Fact]
    public void Hash_SameFileWrittenOtherwise_IsTheSame()
    {
        string indented = JsonNode.Parse(TokenizerJsonText.Metaspace)!.ToJsonString(new() { WriteIndented = true });

        Assert.Equal(Open(TokenizerJsonText.Metaspace).Hash, Open(indented).Hash);
        Assert.NotEqual(Open(TokenizerJsonText.Metaspace).Hash, Open(TokenizerJsonText.Metaspace.Replace("NFKC", "NFC", StringComparison.Ordinal)).Hash);
    }

    /// <summary>Words between blanks; the last of the pieces is a merge, ids begin at 5.</summary>
    private static string Bpe(string mark, string value, params string[] pieces)
    {
        JsonObject vocabulary = [];
        foreach ((int id, string piece) in ((string[])["<s>", "<pad>", "</s>", "<unk>", "<mask>", .. pieces[..^1]]).Index())
        {
            vocabulary[piece] = id;
        }

        return new JsonObject
        {
            ["pre_tokenizer"] = new JsonObject { ["type"] = "WhitespaceSplit" },
            ["model"] = new JsonObject { ["type"] = "BPE", ["unk_token"] = "<unk>", ["vocab"] = vocabulary, ["merges"] = new JsonArray(pieces[^1]), [mark] = value },
        }.ToJsonString();
    }

    private static string Lowercased(string added)
    {
        JsonObject vocabulary = [];
        foreach ((int id, string token) in TestVocabulary.Tokens.Index())
        {
            vocabulary[token] = id;
        }

        return $$$"""
            {"added_tokens":[{{{added}}}],"normalizer":{"type":"Lowercase"},"pre_tokenizer":{"type":"BertPreTokenizer"},
             "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","vocab":{{{vocabulary.ToJsonString()}}}}}
            """;
    }

    private static Tokenizer Open(string json)
    {
        using TemporaryFolder folder = new();
        return TokenizerFolder.Open(folder.Write("tokenizer.json", json));
    }
}
