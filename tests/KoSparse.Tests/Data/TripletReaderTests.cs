using KoSparse.Data;

namespace KoSparse.Tests.Data;

public sealed class TripletReaderTests
{
    [Fact]
    public void Read_BothSpellings_GivesTriplets()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.jsonl", """
            {"query":"수도","positive":"서울은 수도다","negatives":["부산은 항구다","대구는 덥다"],"pair_type":"single_term","difficulty":0.5,"length_class":"short","teacher_scores":[1,-0.5,0.25]}
            {"anchor":"강","positive":"한강이 흐른다","negative":"산이 높다","source":"x"}
            {"query":"산","positive":"산이 높다","source":"y","extra":{}}
            """);
        ReadSummary summary = new();

        Triplet[] triplets = [.. TripletReader.Read(path, new JsonLinesOptions { Summary = summary })];

        Assert.Equal(["수도", "강", "산"], triplets.Select(t => t.Query));
        Assert.Equal(["부산은 항구다", "대구는 덥다"], triplets[0].Negatives.Select(d => d.Text));
        Assert.Equal(["산이 높다"], triplets[1].Negatives.Select(d => d.Text));
        Assert.Empty(triplets[2].Negatives);
        Assert.Equal(("single_term", "0.5", "short"), (triplets[0].PairType, triplets[0].Difficulty, triplets[0].LengthClass));
        Assert.Equal([1f, -0.5f, 0.25f], triplets[0].TeacherScores!);
        Assert.Null(triplets[1].TeacherScores);
        Assert.Equal("3 lines; ignored fields: extra (1), source (2)", summary.ToString());
    }

    [Theory]
    [InlineData("""{"positive":"a"}""", "'query' is missing.")]
    [InlineData("""{"query":"a"}""", "'positive' is missing.")]
    [InlineData("""{"query":" ","positive":"a"}""", "'query' is empty.")]
    [InlineData("""{"query":"a","anchor":"b","positive":"c"}""", "both 'query' and 'anchor' are given; keep one.")]
    [InlineData("""{"query":"a","positive":"b","negatives":[1]}""", "'negatives' must be a string or an object with title and text, is Number.")]
    [InlineData("""{"query":"a","positive":{"title":"b"}}""", "'text' is missing.")]
    [InlineData("""{"query":"a","positive":{"title":"","text":" "}}""", "'positive' is empty.")]
    [InlineData("""{"query":"a","positive":{"titel":"b","text":"c"}}""", "'positive' has 'titel'; a document has a title and a text alone.")]
    [InlineData("""{"query":"a","positive":"b","negatives":["c"],"teacher_scores":[1]}""", "'teacher_scores' must be an array of 2")]
    [InlineData("""{"query":"a","positive":"b","teacher_scores":[1e99]}""", "'teacher_scores' holds 1e99, not a finite number.")]
    public void Read_NotATriplet_SaysWhy(string line, string reason)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.jsonl", line);

        TripletFormatException error = Assert.Throws<TripletFormatException>(() => TripletReader.Read(path).ToArray());

        Assert.StartsWith($"{path}(1): {reason}", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Titles were lines of a string before they were fields.</summary>
    [Fact]
    public void Read_TitlesInEitherForm_AreTheSame_Issue18()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.jsonl", """
            {"query":"수도","positive":"서울\n대한민국의 수도이다.\n한강이 흐른다.","negatives":["부산\n항구다.","대구는 덥다"]}
            {"query":"수도","positive":{"title":"서울","text":"대한민국의 수도이다.\n한강이 흐른다."},"negatives":[{"title":"부산","text":"항구다."},{"text":"대구는 덥다"}]}
            """);

        Triplet[] triplets = [.. TripletReader.Read(path)];

        Assert.Equal(new Document("", "서울", "대한민국의 수도이다.\n한강이 흐른다."), triplets[0].Positive);
        Assert.Equal(triplets[0].Positive, triplets[1].Positive);
        Assert.Equal(triplets[0].Negatives, triplets[1].Negatives);
        Assert.Equal(CorpusTexts.Read(path).Take(3), CorpusTexts.Read(path).Skip(3));
        Assert.Equal("서울\n대한민국의 수도이다.\n한강이 흐른다.", CorpusTexts.Read(path).First());
    }

    [Theory]
    [InlineData("t.jsonl")]
    [InlineData("t.jsonl.gz")]
    public void Write_ThenRead_GivesTheSame(string name)
    {
        using TemporaryFolder folder = new();
        Triplet full = new("질문 \"하나\"", new Document("", "답", "둘"), [new Document("", "", "아님"), new Document("", "", ""), new Document("", "", "두\n줄")]) { PairType = "hard_neg", Difficulty = "3", LengthClass = "long", TeacherScores = [0.1f, 2, 3, 4] };
        using (TripletWriter writer = new(folder.File(name)))
        {
            writer.Write(full);
            writer.Write(new Triplet("가", new Document("7", "", "나"), []));
        }

        Triplet[] read = [.. TripletReader.Read(folder.File(name))];

        Assert.Equal(full.Negatives, read[0].Negatives);
        Assert.Equal(full.TeacherScores, read[0].TeacherScores);
        Assert.Equal(full with { Negatives = [], TeacherScores = null }, read[0] with { Negatives = [], TeacherScores = null });
        Assert.Equal(new Document("", "", "나"), read[1].Positive); // a triplet keeps no id
        Assert.Equal(2, read.Length);
    }
}
