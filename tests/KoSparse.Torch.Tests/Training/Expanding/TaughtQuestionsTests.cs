using KoSparse.Data;
using KoSparse.Training.Expanding;

namespace KoSparse.Torch.Tests.Training.Expanding;

public sealed class TaughtQuestionsTests : IDisposable
{
    private static readonly Document[] Texts = [.. Enumerable.Range(0, 12).Select(i => new Document("", "", $"글 {i}"))];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-taught-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The lists' third question is judged, the second nearly so, the fourth has too few texts left, the fifth no scores.</summary>
    [Fact]
    public void Lists_JudgedQuestionsAndTheirTexts_AreLeftOut()
    {
        using (TripletWriter judged = new(In("judged.jsonl")), lists = new(In("lists.jsonl")))
        {
            judged.Write(new Triplet("바닷가 등대는 누가 지키나요?", Texts[0], [Texts[1]]) { PairType = "question" });
            judged.Write(new Triplet("읽지 않을 제목", Texts[11], []) { PairType = "original" });
            lists.Write(List("산길은 어디에서 시작하나?", 0..10));
            lists.Write(List("바닷가 등대는 누가 지키나?", 2..12));
            lists.Write(List("바닷가 등대는 누가 지키나요?", 2..12));
            lists.Write(List("시장은 언제 여나?", 0..9));
            lists.Write(List("우물은 얼마나 깊은가?", 2..12) with { TeacherScores = null });
        }

        TaughtQuestions questions = new(new ExpansionConfig { OutputDir = "", Model = "", Lists = [In("lists.jsonl")], Judged = [In("judged.jsonl")] });

        TaughtList list = Assert.Single(questions.Lists);
        Assert.Equal("산길은 어디에서 시작하나?", list.Query);
        Assert.Equal(Texts[2..10], list.Texts.Select(text => questions.Texts[text]));
        Assert.Equal([2f, 3, 4, 5, 6, 7, 8, 9], list.Scores);
        Assert.Equal(2, questions.JudgedTexts);
        Assert.Equal(Texts[..2], questions.Texts.Take(2));
        Assert.Equal([0], Assert.Single(questions.Judged).Value);
    }

    [Theory]
    [InlineData("등대는 누가 지키나", true)]
    [InlineData("등대는 누가 지키나요?", true)]
    [InlineData("등대 는 누가, 지키나", true)]
    [InlineData("등대는 누가 지었나", false)]
    [InlineData("산", false)]
    public void Has_Question_KnowsNearOnes(string question, bool expected) =>
        Assert.Equal(expected, new NearQuestions(["등대는 누가 지키나요", "물"]).Has(question));

    private static Triplet List(string query, Range range) => new(query, Texts[range][0], Texts[range][1..])
    {
        PairType = "list",
        TeacherScores = [.. Enumerable.Range(0, Texts.Length).Take(range).Select(i => (float)i)],
    };

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
