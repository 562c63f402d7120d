using System.Text;
using KoSparse.Text;

namespace KoSparse.Tests.Text;

public sealed class HangulSyllablesTests
{
    [Theory]
    [InlineData('가', true)]
    [InlineData('힣', true)]
    [InlineData('ㄱ', false)]
    [InlineData('漢', false)]
    [InlineData('a', false)]
    public void IsHangulSyllable_ByHand_IsThoseFromFirstToLast(char c, bool expected) => Assert.Equal(expected, c.IsHangulSyllable);

    [Theory]
    [InlineData('가', 0)]
    [InlineData('각', 1)]
    [InlineData('길', 8)]
    [InlineData('힣', 27)]
    public void FinalConsonant_ByHand_CountsFromNone(char c, int expected) => Assert.Equal(expected, c.FinalConsonant);

    /// <summary>The library decomposes a syllable into two letters, or three where it ends in a consonant.</summary>
    [Fact]
    public void FinalConsonant_EverySyllable_IsThatOfTheDecomposition()
    {
        for (char c = '가'; c <= '힣'; c++)
        {
            string letters = $"{c}".Normalize(NormalizationForm.FormD);
            Assert.Equal(letters.Length == 3 ? letters[2] - '\u11A7' : 0, c.FinalConsonant);
        }
    }
}
