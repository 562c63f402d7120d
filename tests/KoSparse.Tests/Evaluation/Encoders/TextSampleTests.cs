using KoSparse.Evaluation.Encoders;

namespace KoSparse.Tests.Evaluation.Encoders;

public sealed class TextSampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Lines_AreDocumentsAndQueries()
    {
        string path = _folder.Write("texts.txt", "봄비가 온다\n\n강물이 분다\n");

        TextSample sample = TextSample.Read(path);

        Assert.Equal(["봄비가 온다", "강물이 분다"], sample.Queries);
        Assert.Equal(sample.Queries, sample.Documents.Select(document => document.Text));
        Assert.Equal([path], sample.Files);
    }

    [Fact]
    public void Read_Documents_AskTheirTitles()
    {
        string path = _folder.Write("texts.jsonl", """{"_id": "1", "title": "한강", "text": "한강은 서울을 지난다."}""" + "\n");

        Assert.Equal(["한강"], TextSample.Read(path).Queries);
    }

    [Fact]
    public void Read_EmptyFile_SaysWhatToGive()
    {
        InvalidDataException fault = Assert.Throws<InvalidDataException>(() => TextSample.Read(_folder.Write("none.txt", "\n")));

        Assert.Contains("holds no texts. Give a file", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BuiltIn_WithoutData_HasTexts() => Assert.True(TextSample.BuiltIn() is { Documents.Count: > 0, Queries.Count: > 0, Files.Count: 0 });
}
