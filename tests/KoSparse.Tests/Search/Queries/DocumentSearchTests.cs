using KoSparse.Data;
using KoSparse.Search.Indexing;
using KoSparse.Search.Queries;
using KoSparse.Search.Segments;
using KoSparse.Search.Storage;

namespace KoSparse.Tests.Search.Queries;

public sealed class DocumentSearchTests : IDisposable
{
    private readonly TemporaryFolder _files = new();
    private readonly LetterEncoder _encoder = new(8);

    public DocumentSearchTests() => IndexBuild.Run(
        _files.Path,
        [
            new Document("words", "등대", "부산의 등대는 밤에 켜진다") { Fields = """{"kind":"건물"}""" },
            new Document("letters", "", "abc 한강"),
            new Document("both", "", "abc 등대와 바다"),
        ],
        _encoder,
        "letters",
        replace: true);

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(SearchedField.Vectors, "letters both")]
    [InlineData(SearchedField.Text, "words both")]
    [InlineData(SearchedField.Both, "both letters words")]
    public void Search_Field_IsWhatIsComparedWith(SearchedField field, string expected)
    {
        IReadOnlyList<FoundDocument> found = Open().Search("c 등대", 5, field);

        Assert.Equal(expected.Split(' '), found.Select(hit => hit.Document.Id));
        Assert.Equal(found.OrderByDescending(hit => hit.Score), found);
        Assert.All(found, hit => Assert.Equal(
            hit.Document.Id == "words" ? [] : [new TermContribution(2, 1f)], hit.Terms));
    }

    [Theory]
    [InlineData(SearchedField.Vectors)]
    [InlineData(SearchedField.Text)]
    [InlineData(SearchedField.Both)]
    public void Search_LoneSurrogate_IsReadAsItsReplacement_Issue18(SearchedField field)
    {
        DocumentSearch search = Open();

        IReadOnlyList<FoundDocument> found = search.Search("\uD83Dc 등대\uDE00", 5, field);

        Assert.Equal(search.Search("\uFFFDc 등대\uFFFD", 5, field).Select(hit => hit.Document.Id), found.Select(hit => hit.Document.Id));
        Assert.InRange(found.Count, 2, 3);
        Assert.Empty(search.Index.Faults);
    }

    [Fact]
    public void Search_Filter_FindsThoseThatHaveIt() =>
        Assert.Equal("words", Assert.Single(Open().Search("등대", 5, SearchedField.Text, [new KeywordFilter("kind", "건물")])).Document.Id);

    [Fact]
    public void Search_TextThatNoDocumentHas_EncodesNoQuestion()
    {
        Assert.Empty(Open().Search("소나무", 5, SearchedField.Text));
        Assert.Equal(0, _encoder.Questions);
    }

    [Theory]
    [InlineData(8, "other")]
    [InlineData(9, "letters")]
    public void Open_OtherTokenizer_NamesTheEncoder(int vocabulary, string hash)
    {
        IndexFormatException fault = Assert.Throws<IndexFormatException>(
            () => DocumentSearch.Open(_files.Path, new LetterEncoder(vocabulary), hash, "models/other"));

        Assert.Contains($"than that of models/other ({vocabulary})", fault.Message, StringComparison.Ordinal);
    }

    private DocumentSearch Open() => DocumentSearch.Open(_files.Path, _encoder, "letters");
}
