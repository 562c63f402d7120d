using System.Text;
using CsCheck;
using KoSparse.Text;

namespace KoSparse.Tests.Text;

public sealed class FoldedTextTests
{
    [Theory]
    [InlineData("서\u200B울\u00AD은", "서울은")]
    [InlineData("\uFEFF서울\u200D \u2060은\u200E", "서울 은")]
    [InlineData("ＫＢＳ１ ｔｖ！", "KBS1 tv！")]
    [InlineData("\u1109\u1165\u200B\u110B\u116E\u11AF", "서울")]
    [InlineData("가\u200D\u11A8", "각")] // composed once nothing stands between
    [InlineData("(\u200B서울\u200B)", "(서울)")]
    [InlineData("서\U000E0101울", "서울")]
    [InlineData("👨\u200D👩\u200D👧 ❤\uFE0F서울", "👨\u200D👩\u200D👧 ❤\uFE0F서울")] // emoji keep their joiners
    [InlineData("서울은 수도, A형 3.14", "서울은 수도, A형 3.14")]
    [InlineData("\uFFFE서울", "\uFFFE서울")]
    [InlineData("", "")]
    public void Of_ByHand_IsThePlainText_Issue19(string text, string expected) => Assert.Equal(expected, FoldedText.Of(text).Text);

    [Fact]
    public void Of_PlainText_IsItself() => Assert.True(FoldedText.Of("대한민국의 수도는 서울이다. (KBS 1TV)").IsPlain);

    [Fact]
    public void Place_Token_IsWhatIsWritten_Issue19()
    {
        // 대 한\u200B 민 국: the token of 한민 in the folded text is [1,2], in the original it holds what is invisible.
        Assert.Equal(new Token(7, 1, 3), FoldedText.Of("대한\u200B민국").Place(new Token(7, 1, 2)));
        Assert.Equal(new Token(7, 2, 3), FoldedText.Of("서울은".Normalize(NormalizationForm.FormD)).Place(new Token(7, 1, 1))); // 울 of three Jamo
    }

    [Fact]
    public void Of_AnyText_FoldsOnceAndPlacesInside_Issue19() => AdversarialText.Gen.Sample(text =>
    {
        FoldedText folded = FoldedText.Of(text);

        Assert.True(FoldedText.Of(folded.Text).Text == folded.Text, $"'{text}' folds twice");
        for (int start = 0; start < folded.Text.Length; start++)
        {
            Token place = folded.Place(new Token(0, start, 1));
            Assert.InRange(place.Start, 0, text.Length - 1);
            Assert.InRange(place.Length, 1, text.Length - place.Start);
        }
    });

    /// <summary>However a word is written, each kind of vocabulary gives what it gives for the plain word, in place.</summary>
    [Theory]
    [InlineData("서울은")]
    [InlineData("서\u200B울은")]
    [InlineData("서\u00AD울\u200C은")]
    [InlineData("\uFEFF서울은\u200B")]
    [InlineData("\u1109\u1165\u110B\u116E\u11AF\u110B\u1173\u11AB")]
    public void TokenizeFolded_EveryKindOfVocabulary_GivesThePlainWord_Issue19(string written)
    {
        foreach (Tokenizer tokenizer in AnyTokenizerTests.All())
        {
            IReadOnlyList<Token> plain = tokenizer.TokenizeFolded("서울은");
            IReadOnlyList<Token> tokens = tokenizer.TokenizeFolded(written);
            List<int> ids = [];
            tokenizer.AddFoldedIds(written, ids);

            Assert.Equal(plain.Select(t => t.Id), tokens.Select(t => t.Id));
            Assert.Equal(plain.Select(t => t.Id), ids);
            Assert.All(plain.Zip(tokens).Where(p => p.First.Length > 0), p => Assert.Equal(
                "서울은".Substring(p.First.Start, p.First.Length), FoldedText.Of(written.Substring(p.Second.Start, p.Second.Length)).Text));
        }
    }
}
