using System.Text.Json;
using KoSparse.Text;

namespace KoSparse.Tests.Text;

public sealed class TokenizerFolderTests
{
    [Fact]
    public void Open_EmptyFolder_NamesWhatIsMissing()
    {
        using TemporaryFolder folder = new();

        TokenizerException error = Assert.Throws<TokenizerException>(() => TokenizerFolder.Open(folder.Path));

        Assert.Contains("no tokenizer.json, vocab.txt, sentencepiece.bpe.model", error.Message, StringComparison.Ordinal);
        Assert.Contains("Copy the tokenizer's files", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("{}", "the model is ''")]
    [InlineData("""{"model":{"type":"WordLevel"}}""", "the model is 'WordLevel'")]
    [InlineData("""{"model":{"type":"BPE"}}""", "not in the form of Hugging Face tokenizers")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"</s>":0,"a":1},"merges":["a b"]}}""", "the merges name 'b'")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"</s>":0},"merges":[],"dropout":0.1}}""", "BPE with dropout 0.1 is not read: a text would have other tokens each time")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a",0]],"unk_id":0},"normalizer":{"type":"ByteLevel"}}""", "the normalizer 'ByteLevel'")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"</s>":0,"서":1,"울":2,"서울":3},"merges":["서 울"],"continuing_subword_prefix":"##"}}""", "the merge '서 울' does not go on with a word")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"</s>":0},"merges":[],"end_of_word_suffix":"</w>","byte_fallback":true}}""", "BPE with byte_fallback beside")]
    [InlineData("""{"model":{"type":"WordPiece","vocab":{}},"pre_tokenizer":{"type":"Metaspace"}}""", "the pre-tokenizer is 'Metaspace'")]
    [InlineData(
        """{"model":{"type":"WordPiece","vocab":{"a":0,"b":0}},"pre_tokenizer":{"type":"BertPreTokenizer"}}""", "the id 0 of the token 'b'")]
    [InlineData(
        """{"model":{"type":"WordPiece","vocab":{"a":900000000}},"pre_tokenizer":{"type":"BertPreTokenizer"}}""", "the id 900000000")]
    [InlineData(
        """{"model":{"type":"WordPiece","vocab":{}},"pre_tokenizer":{"type":"BertPreTokenizer"}}""", "holds no tokens")]
    [InlineData(
        """{"model":{"type":"BPE","vocab":{"</s>":0},"merges":[]},"pre_tokenizer":{"type":"Metaspace","replacement":null}}""", "null where a string is expected")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a",0]],"unk_id":-7}}""", "names the token -7")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a",0]],"unk_id":0},"padding":{"pad_id":9}}""", "names the token 9")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a",0]],"unk_id":0},"normalizer":{"type":"Precompiled","precompiled_charsmap":"AAAA"}}""", "is damaged")]
    public void Open_UnusableTokenizerJson_SaysWhy(string json, string reason)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("tokenizer.json", json);

        TokenizerException error = Assert.Throws<TokenizerException>(() => TokenizerFolder.Open(path));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_VocabularyWithoutSpecialTokens_NamesTheRole()
    {
        using TemporaryFolder folder = new();
        folder.Write("vocab.txt", "서울\n수도\n");

        TokenizerException error = Assert.Throws<TokenizerException>(() => TokenizerFolder.Open(folder.Path));

        Assert.Contains("no 'first' token (looked for [CLS], <s>, <cls>, [BOS]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_PostProcessorWithWrongNames_FollowsItsIds()
    {
        // As A.X-Encoder: the template says </s>, the vocabulary calls that id <\s>.
        using TemporaryFolder folder = new();
        folder.Write("tokenizer.json", """
            {"added_tokens":[{"id":5,"content":"<pad>","special":true}],
             "normalizer":{"type":"NFC"},
             "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"BertPreTokenizer"}]},
             "post_processor":{"type":"TemplateProcessing",
              "single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}}],
              "special_tokens":{"<s>":{"id":"<s>","ids":[0],"tokens":["<s>"]},"</s>":{"id":"</s>","ids":[1],"tokens":["</s>"]}}},
             "model":{"type":"WordPiece","unk_token":"<unk>","continuing_subword_prefix":"##",
              "vocab":{"<s>":0,"<\\s>":1,"<unk>":2,"<mask>":3,"서울":4}}}
            """);

        Tokenizer tokenizer = TokenizerFolder.Open(folder.Path);

        Assert.Equal([0, 4, 1], tokenizer.Encode("서울", 8));
        Assert.Equal(5, tokenizer.SpecialTokens.Padding);
        Assert.Equal(6, tokenizer.Vocabulary.Count);
    }

    [Fact]
    public void Copy_VocabularyText_AddsTokenizerJsonThatReadsTheSame()
    {
        using TemporaryFolder source = new();
        using TemporaryFolder target = new();
        source.Write("vocab.txt", string.Join('\n', TestVocabulary.Tokens));
        source.Write("tokenizer_config.json", """{"do_lower_case":true,"strip_accents":false,"tokenize_chinese_chars":false}""");
        Tokenizer original = TokenizerFolder.Open(source.Path);

        TokenizerFolder.Copy(source.Path, target.File("model"), maxLength: 192);

        Tokenizer copy = TokenizerFolder.Open(target.File("model/tokenizer.json"));
        const string Text = "CAFÉ 서울은 韓국 [MASK] 뷁.";
        Assert.Equal(TestVocabulary.Show(original, Text), TestVocabulary.Show(copy, Text));
        Assert.Equal(original.Hash, copy.Hash);
        Assert.Equal(original.SpecialTokens.All, copy.SpecialTokens.All);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(target.File("model/tokenizer.json")));
        Assert.Equal(192, json.RootElement.GetProperty("truncation").GetProperty("max_length").GetInt32());
        Assert.Equal(5, json.RootElement.GetProperty("model").GetProperty("vocab").GetProperty("서울").GetInt32());
    }

    [Fact]
    public void Copy_NoTokenizer_Throws()
    {
        using TemporaryFolder target = new();

        TokenizerException error = Assert.Throws<TokenizerException>(() => TokenizerFolder.Copy(target.File("none"), target.Path));

        Assert.StartsWith(target.File("none"), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models/mini")] // truncates already
    [InlineData("models/tokenizer")]
    public void Copy_TokenizerOfTheRepository_TruncatesAndReadsTheSame(string name) => AssertCopies(Path.Combine(SharedData.Root, name));

    [Fact]
    public void Copy_TokenizerThatTruncates_TruncatesWhereItIsToldTo_Issue19()
    {
        using TemporaryFolder first = new();
        TokenizerFolder.Copy(Path.Combine(SharedData.Root, "models", "tokenizer"), first.Path, maxLength: 128);

        AssertCopies(first.Path);
    }

    [SharedTheory("data/tokenizers")]
    [InlineData("klue-roberta")] // truncates already
    [InlineData("ax-encoder")]
    public void Copy_TokenizerOfOthers_TruncatesAndReadsTheSame(string name) => AssertCopies(SharedData.Get($"data/tokenizers/{name}"));

    /// <summary>As sentence-transformers, which writes in lower case before it tokenizes. A copy says so itself.</summary>
    [Theory]
    [InlineData("metaspace", "서A은 서A", "서a은 서a")]
    [InlineData("wordpiece", "Seoul은 KOREA의 서울 É", "seoul은 korea의 서울 é")]
    [InlineData("vocab", "CAFÉ 서울", "café 서울")]
    public void Open_LowerCaseAskedForBeside_TokenizesTheLowerCase_Issue19(string kind, string text, string lower)
    {
        using TemporaryFolder folder = new();
        string tokenizer = kind switch
        {
            "metaspace" => folder.Write("tokenizer.json", TokenizerJsonText.Metaspace.Replace('울', 'a')),
            "wordpiece" => folder.Write("tokenizer.json", MiniTokenizer(lowers: false)),
            _ => folder.Write("vocab.txt", string.Join('\n', TestVocabulary.Tokens)),
        };
        Tokenizer asWritten = TokenizerFolder.Open(tokenizer);
        folder.Write("sentence_bert_config.json", """{"max_seq_length":32,"do_lower_case":true}""");
        Tokenizer lowering = TokenizerFolder.Open(folder.Path);
        TokenizerFolder.Copy(folder.Path, folder.File("copy"));
        Tokenizer copy = TokenizerFolder.Open(folder.File("copy"));

        Assert.Equal(asWritten.Tokenize(lower), lowering.Tokenize(text));
        Assert.Equal(lowering.Tokenize(text), copy.Tokenize(text));
        Assert.Equal(lowering.Hash, copy.Hash);
        Assert.NotEqual(asWritten.Hash, lowering.Hash);
        Assert.NotEqual(asWritten.Tokenize(text).Select(token => token.Id), lowering.Tokenize(text).Select(token => token.Id));
    }

    /// <summary>A tokenizer that does it already is the one it was, and its accents stay where they were stripped.</summary>
    [Fact]
    public void Open_LowerCaseSaidTwice_IsTheSameTokenizer_Issue19()
    {
        using TemporaryFolder folder = new();
        folder.Write("tokenizer.json", MiniTokenizer(lowers: true));
        Tokenizer before = TokenizerFolder.Open(folder.Path);
        folder.Write("sentence_bert_config.json", """{"do_lower_case":true}""");

        Assert.Equal(before.Hash, TokenizerFolder.Open(folder.Path).Hash);
    }

    [Theory]
    [InlineData("true", "sentence_bert_config.json beside it asks for lower case")]
    [InlineData("1", "do_lower_case must be true or false")]
    public void Open_LowerCaseThatCannotBe_SaysSo_Issue19(string asked, string reason)
    {
        using TemporaryFolder folder = new();
        SentencePieceModelFile.WriteFairseq(folder.File("sentencepiece.bpe.model"));
        folder.Write("sentence_bert_config.json", $$"""{"do_lower_case":{{asked}}}""");

        Assert.Contains(reason, Assert.Throws<TokenizerException>(() => TokenizerFolder.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    private static string MiniTokenizer(bool lowers) => File.ReadAllText(Path.Combine(SharedData.Root, "models", "mini", "tokenizer.json"))
        .Replace("\"lowercase\": true", lowers ? "\"lowercase\": true" : "\"lowercase\": false", StringComparison.Ordinal);

    private static void AssertCopies(string source)
    {
        using TemporaryFolder target = new();

        TokenizerFolder.Copy(source, target.Path);

        Assert.Equal(TokenizerFolder.Open(source).Hash, TokenizerFolder.Open(target.Path).Hash);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(target.File("tokenizer.json")));
        Assert.Equal(512, json.RootElement.GetProperty("truncation").GetProperty("max_length").GetInt32());
    }
}
