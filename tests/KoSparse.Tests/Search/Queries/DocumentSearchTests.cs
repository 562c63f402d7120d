using KoSparse.Data;
using KoSparse.Search.Analysis;
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
            hit.Document.Id == "words" || field == SearchedField.Text ? [] : [new TermContribution(2, 1f)], hit.Terms));
        Assert.All(found, hit => Assert.Equal(
            hit.Document.Id == "letters" || field == SearchedField.Vectors ? [] : ["등대"], hit.Words.Select(word => word.Word)));
    }

    /// <summary>Of two joined lists: 'both' is second in each, 1/62 + 1/62; the others are first in one, 1/61.</summary>
    [Fact]
    public void Search_Both_RanksGiveTheScore_Issue21()
    {
        IReadOnlyList<FoundDocument> found = Open().Search("c 등대", 5, SearchedField.Both);

        Assert.Equal(
            [
                [new RankContribution(SearchedField.Vectors, 2, 1f / 62), new RankContribution(SearchedField.Text, 2, 1f / 62)],
                [new RankContribution(SearchedField.Vectors, 1, 1f / 61)],
                [new RankContribution(SearchedField.Text, 1, 1f / 61)],
            ],
            found.Select(hit => hit.Ranks));
        Assert.All(found, hit => Assert.Equal(hit.Score, hit.Ranks.Sum(rank => rank.Contribution), 1e-6f));
        Assert.All(Open().Search("c 등대", 5), hit => Assert.Empty(hit.Ranks));
    }

    /// <summary>What is shown explains the score: it is the sum.</summary>
    [Theory]
    [InlineData("밤에 켜진 부산의 등대는?")]
    [InlineData("바다")]
    public void Search_Text_ShowsTheWordsThatMakeTheScore_Issue19(string question) => Assert.All(
        Open().Search(question, 5, SearchedField.Text),
        hit => Assert.Equal(hit.Score, hit.Words.Sum(word => word.Contribution), 1e-3f));

    [Theory]
    [InlineData("그리고 이것은 무엇인가요?")]
    [InlineData("에서 부터 까지")]
    [InlineData("은 는 이 가")]
    [InlineData("?!")]
    public void Search_StopwordsAlone_FindsNothing_Issue19(string question)
    {
        IndexBuild.Run(_files.Path, [new Document("all", "", "그리고 이것은 무엇인가 에서 부터 까지 은 는 이 가 등대")], _encoder, "letters", replace: true);

        Assert.All(Enum.GetValues<SearchedField>(), field => Assert.Empty(Open().Search(question, 5, field)));
        Assert.Single(Open().Search(question + " 등대", 5, SearchedField.Text));
    }

    [Theory]
    [InlineData("나이")] // 나 and 이 are stopwords, and this is none
    [InlineData("수도")]
    [InlineData("이은")]
    [InlineData("기도")]
    [InlineData("GPU")]
    [InlineData("🙂")]
    [InlineData("a")]
    public void AreAll_WordsThatLookLikeStopwords_AreNone_Issue19(string question) => Assert.False(FunctionWords.AreAll(question));

    [Theory]
    [InlineData(SearchedField.Text)]
    [InlineData(SearchedField.Both)]
    public void Search_WordsWrittenOtherwise_FindsThePlainOnes_Issue19(SearchedField field)
    {
        IndexBuild.Run(_files.Path, [new Document("web", "", "부산의 등\u200B대\u00AD는 １９９９년 ＫＢＳ에")], _encoder, "letters", replace: true);

        foreach (string question in new[] { "등대", "1999", "KBS", "등\uFEFF대" })
        {
            Assert.Equal("web", Assert.Single(Open().Search(question, 5, field)).Document.Id);
        }
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
