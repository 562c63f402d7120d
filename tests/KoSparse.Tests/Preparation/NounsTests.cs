using KoSparse.Preparation;

namespace KoSparse.Tests.Preparation;

public sealed class NounsTests
{
    [Theory]
    [InlineData("어부가 그물을 바다에 던졌다.", "어부 그물 바다")]
    [InlineData("학생들이 도서관에서 책을 읽는다.", "학생 도서관")] // 책 has one syllable
    [InlineData("그 산은 높이 솟았고 보기에 좋다.", "보기")] // 높이 is no 높 + 이
    [InlineData("나무과 같은 말은 틀렸다.", "")] // 과 does not follow a vowel
    public void Of_Text_FindsWordsBeforeParticles(string text, string expected)
    {
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), Nouns.Of(text));
    }
}
