using KoSparse.Text;

namespace KoSparse.Tests.Text;

public sealed class TokenLanguageTests
{
    [Theory]
    [InlineData("##은", "##", TokenClass.Korean)]
    [InlineData("▁서울", "▁", TokenClass.Korean)]
    [InlineData("ㅋㅋ", "", TokenClass.Korean)]
    [InlineData("\u1112\u1161\u11AB", "", TokenClass.Korean)]
    [InlineData("\uA960\uD7B0", "", TokenClass.Korean)] // extended Jamo
    [InlineData("ﾡ㈜", "", TokenClass.Korean)] // half-width and enclosed forms
    [InlineData("3월", "", TokenClass.Korean)]
    [InlineData("▁the", "▁", TokenClass.Foreign)]
    [InlineData("漢字", "", TokenClass.Foreign)]
    [InlineData("カー", "", TokenClass.Foreign)]
    [InlineData("м", "", TokenClass.Foreign)]
    [InlineData("\u093E", "", TokenClass.Foreign)] // a vowel sign of Devanagari
    [InlineData("𠀀", "", TokenClass.Foreign)] // Han beyond the basic plane
    [InlineData("A형", "", TokenClass.Mixed)]
    [InlineData("LG전자제품", "", TokenClass.Korean)]
    [InlineData("KTX역", "", TokenClass.Foreign)]
    [InlineData("##2024", "##", TokenClass.Number)]
    [InlineData("1.5", "", TokenClass.Number)]
    [InlineData("Ⅳ①", "", TokenClass.Number)]
    [InlineData("...", "", TokenClass.Punctuation)]
    [InlineData("₩", "", TokenClass.Punctuation)]
    [InlineData("▁", "▁", TokenClass.Punctuation)]
    [InlineData("##", "", TokenClass.Punctuation)]
    [InlineData("🙂", "", TokenClass.Other)]
    [InlineData("\u200B", "", TokenClass.Other)]
    [InlineData("\u0301", "", TokenClass.Other)]
    [InlineData("", "", TokenClass.Other)]
    public void Classify_Token_ByItsCharacters(string token, string marker, TokenClass expected) =>
        Assert.Equal(expected, TokenLanguage.Classify(token, marker));
}
