using KoSparse.Preparation.Travel;

namespace KoSparse.Tests.Preparation.Travel;

/// <summary>Kind and region of a page: <see cref="PlaceKind"/>, <see cref="Regions"/>, and the gazetteer that both must know.</summary>
public sealed class PlaceTests
{
    [Theory]
    [InlineData("경포호", "경포호는 강원도 강릉시에 있는 석호이다.", "강원", "강릉")]
    [InlineData("무등산", "광주광역시와 전라남도 화순군에 걸친 산이다.", "전남", "화순")] // a city says more than a province
    [InlineData("중앙공원", "광주광역시에 있는 공원이다.", "광주", "")]
    [InlineData("남한산성", "경기도 광주시에 있는 산성이다.", "경기", "광주")]
    [InlineData("경주 불국사 다보탑", "불국사 대웅전 앞에 서 있는 탑이다.", "경북", "경주")]
    [InlineData("해운대", "부산 해운대구의 바닷가이다.", "부산", "해운대")]
    public void Find_Text_GivesTheRegion(string title, string text, string province, string city) =>
        Assert.Equal(new Region(province, city), Regions.Default.Find(title, text));

    [Theory]
    [InlineData("에펠 탑", "프랑스 파리에 있는 탑이다.")]
    [InlineData("경주", "말이 달리는 시합이다.")] // the title is no name before another
    public void Find_NoRegion_IsNull(string title, string text) => Assert.Null(Regions.Default.Find(title, text));

    [Theory]
    [InlineData("경포해수욕장", "강릉시에 있는 해수욕장이다.", "해수욕장")]
    [InlineData("불국사", "경주시 토함산에 있는 사찰이다.", "사찰")]
    [InlineData("한국방송공사", "대한민국의 방송사이다.", null)] // ends like a temple, and is none
    [InlineData("산", "주위보다 높은 땅인 산이다.", null)] // the kind itself
    [InlineData("대청호", "대전광역시와 청주시에 걸친 호수이다.", "호수")]
    public void Find_TitleAndOpening_GiveTheKind(string title, string opening, string? expected) =>
        Assert.Equal(expected, PlaceKind.Find(title, opening, [])?.Name);

    [Fact]
    public void Find_Category_StandsForTheDefinition()
    {
        Assert.Null(PlaceKind.Find("향일암", "여수에 자리하며 바다가 보인다.", []));
        Assert.Equal("사찰", PlaceKind.Find("향일암", "여수에 자리하며 바다가 보인다.", ["여수시의 사찰"])?.Name);
    }

    [Fact]
    public void Read_Gazetteer_IsWholeSentencesOfKnownPlaces()
    {
        TravelPage[] pages = [.. new TravelGazetteer(42).Read()];

        Assert.InRange(pages.Length, 300, 400);
        Assert.Distinct(pages.Select(p => p.Title));
        Assert.All(pages, page =>
        {
            string text = Assert.Single(page.Paragraphs);
            Assert.DoesNotContain(text + string.Concat(page.Queries), c => c is '{' or '}' or '(' or ')');
            Assert.EndsWith("다.", text, StringComparison.Ordinal);
            Assert.NotNull(Regions.Default.Find(page.Title, text)); // throws where a city or kind is unknown
            Assert.True(page.Queries.Count >= 3);
        });
        Assert.Equal(pages.Select(p => p.Paragraphs[0]), new TravelGazetteer(42).Read().Select(p => p.Paragraphs[0]));
    }
}
