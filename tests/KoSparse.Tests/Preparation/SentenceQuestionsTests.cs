using KoSparse.Preparation;

namespace KoSparse.Tests.Preparation;

public sealed class SentenceQuestionsTests
{
    [Theory]
    [InlineData("푸른호는 1931년 5월에 명승으로 지정되었다.", "푸른호는 명승으로 지정된 ")]
    [InlineData("1931년, 첫 배가 취항했다.", "푸른호가 첫 배가 취항한 ")]
    [InlineData("푸른호의 둘레는 약 4,200미터이다.", "푸른호의 둘레는 몇 미터인가요?")]
    public void Of_Statement_AsksForWhatWasTakenAway(string sentence, string expectedStart)
    {
        string? question = SentenceQuestions.Of(sentence, "푸른호", new Random(1));

        Assert.NotNull(question);
        Assert.StartsWith(expectedStart, question, StringComparison.Ordinal);
        Assert.DoesNotContain("1931", question, StringComparison.Ordinal);
        Assert.EndsWith("?", question, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NeitherDateNorNumber_IsNull()
    {
        Assert.Null(SentenceQuestions.Of("푸른호는 맑고 깊다.", "푸른호", new Random(1)));
    }
}
