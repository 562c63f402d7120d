using KoSparse.Preparation;

namespace KoSparse.Tests.Preparation;

public sealed class QuestionRulesTests
{
    [Theory]
    [InlineData("김하루", "김하루(1950년 3월 2일 ~ )는 시계를 모은다.", "태어|생일|누구|사람")]
    [InlineData("푸른호", "푸른호는 산골 마을에 위치한 못으로 깊다.", "어디|위치")]
    [InlineData("새벽군", "새벽군의 인구는 12,345명으로 적다.", "인구|몇 명")]
    public void Ask_Cue_AsksForWhatTheParagraphSays(string title, string text, string expected)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            string? question = QuestionRules.Default.Ask(title, text, isFirst: true, noun: null, new Random(seed));

            Assert.NotNull(question);
            Assert.StartsWith(title, question, StringComparison.Ordinal);
            Assert.Contains(expected.Split('|'), part => question.Contains(part, StringComparison.Ordinal));
            Assert.DoesNotContain('/', question);
        }
    }

    [Fact]
    public void Ask_NoCue_AsksForTheNounOrNothing()
    {
        Assert.Contains("모래", QuestionRules.Default.Ask("푸른호", "모래가 곱다", false, "모래", new Random(1)), StringComparison.Ordinal);
        Assert.Null(QuestionRules.Default.Ask("푸른호", "모래가 곱다", false, null, new Random(1)));
    }
}
