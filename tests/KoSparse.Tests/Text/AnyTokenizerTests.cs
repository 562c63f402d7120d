using CsCheck;
using KoSparse.Text;

namespace KoSparse.Tests.Text;

/// <summary>What holds for every tokenizer and every text.</summary>
public sealed class AnyTokenizerTests
{
    private static readonly string[] Names = ["vocab.txt", "lower case", "mini", "sentencepiece", "mapped", "unigram", "byte level", "metaspace"];

    /// <summary>One of each kind.</summary>
    public static TheoryData<string> Kinds { get; } = [.. Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Tokenize_AnyText_GivesTokensOfTheVocabularyInsideTheText_Issue19(string kind)
    {
        Tokenizer tokenizer = Open(kind);

        AdversarialText.Gen.Sample(
            text =>
            {
                IReadOnlyList<Token> tokens = tokenizer.Tokenize(text);
                Assert.All(tokens, token =>
                {
                    Assert.InRange(token.Id, 0, tokenizer.Vocabulary.Count - 1);
                    Assert.InRange(token.Start, 0, text.Length);
                    Assert.InRange(token.Length, 0, text.Length - token.Start);
                    Assert.False(SplitsPair(text, token.Start), $"{token} begins within a character");
                    Assert.False(SplitsPair(text, token.Start + token.Length), $"{token} ends within a character");
                });
                List<int> ids = [];
                tokenizer.AddIds(text, ids);
                Assert.Equal(tokens.Select(t => t.Id), ids);
            },
            iter: 2_000,
            threads: 1);
    }

    /// <summary>U+FFFE is a code point like any other: what stands beside it is tokenized as ever.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Tokenize_TextWithFFFE_KeepsTheOtherWords_Issue19(string kind)
    {
        Tokenizer tokenizer = Open(kind);

        Assert.Contains(tokenizer.Tokenize("서울 \uFFFE 서울"), t => t.Start >= 3 && t.Length >= 1 && t.Id == tokenizer.Tokenize("가 서울")[^1].Id);
    }

    /// <summary>One tokenizer of each kind.</summary>
    public static IEnumerable<Tokenizer> All() => Names.Select(Open);

    private static bool SplitsPair(string text, int place) =>
        place > 0 && place < text.Length && char.IsHighSurrogate(text[place - 1]) && char.IsLowSurrogate(text[place]);

    private static Tokenizer Open(string kind)
    {
        using TemporaryFolder folder = new();
        switch (kind)
        {
            case "vocab.txt":
                return TestVocabulary.Open();
            case "lower case":
                return TestVocabulary.Open("""{"do_lower_case":true,"strip_accents":true}""");
            case "mini":
                return TokenizerFolder.Open(Path.Combine(SharedData.Root, "models", "mini"));
            case "sentencepiece":
                SentencePieceModelFile.WriteFairseq(folder.File("sentencepiece.bpe.model"));
                return TokenizerFolder.Open(folder.Path);
            case "mapped":
                SentencePieceModelFile.WriteMapped(folder.File("sentencepiece.bpe.model"));
                return TokenizerFolder.Open(folder.Path);
            case "unigram":
                return TokenizerFolder.Open(folder.Write("tokenizer.json", TokenizerJsonText.Unigram));
            case "byte level":
                return TokenizerFolder.Open(folder.Write("tokenizer.json", TokenizerJsonText.ByteLevel));
            default:
                return TokenizerFolder.Open(folder.Write("tokenizer.json", TokenizerJsonText.Metaspace));
        }
    }
}
