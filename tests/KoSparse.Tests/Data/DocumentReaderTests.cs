using KoSparse.Data;

namespace KoSparse.Tests.Data;

public sealed class DocumentReaderTests
{
    [Fact]
    public void Read_Documents_TakesTitleAndFieldsWhenThere()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.jsonl", """
            {"_id":"7#0","title":"한강","text":"서울을 지나는 강이다."}
            {"_id":8,"text":"제목이 없다.","url":"x"}
            {"_id":"9","title":null,"text":""}
            """);

        Document[] documents = [.. DocumentReader.Read(path)];

        Assert.Equal([new("7#0", "한강", "서울을 지나는 강이다."), new("8", "", "제목이 없다.") { Fields = """{"url":"x"}""" }, new("9", "", "")], documents);
        Assert.Equal("한강\n서울을 지나는 강이다.", documents[0].Content);
        Assert.Equal(documents[0] with { Id = "" }, Document.Of(documents[0].Content));
        Assert.Equal(new Document("", "", "한 줄"), Document.Of("한 줄"));
    }

    [Theory]
    [InlineData("""{"text":"a"}""", "'_id' is missing.")]
    [InlineData("""{"_id":"1"}""", "'text' is missing.")]
    [InlineData("""{"_id":"1","text":["a"]}""", "'text' must be a string, is Array.")]
    public void Read_NotADocument_SaysWhy(string line, string reason)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.jsonl", line);

        JsonLinesException error = Assert.Throws<JsonLinesException>(() => DocumentReader.Read(path).ToArray());

        Assert.StartsWith($"{path}(1): {reason}", error.Message, StringComparison.Ordinal);
    }
}
