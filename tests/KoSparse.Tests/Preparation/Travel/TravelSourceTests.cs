using System.Text.Json;
using ICSharpCode.SharpZipLib.BZip2;
using KoSparse.Preparation;
using KoSparse.Preparation.Travel;

namespace KoSparse.Tests.Preparation.Travel;

public sealed class TravelSourceTests : IDisposable
{
    private const string Markup = """
        {{장소 정보 | 이름 = {{굵게|솔섬}} | 좌표 = 37 }}<!-- 다듬을 것 -->
        [[파일:솔섬.jpg|섬네일|[[강릉시]]의 솔섬]]
        '''솔섬'''은 [[강원도]] [[강릉시|강릉]]에 있는 작은 [[섬]]이다.<ref name="a">어느 책</ref> 둘레가 &lt;small&gt;2 km&lt;/small&gt;쯤 된다.

        == 역사 ==
        * 목록의 한 줄
        {| class="wikitable"
        | 칸
        |}
        옛날에는 등대지기가 살았다.<ref name="a" /> [http://example.invalid/ 누리집]도 있다.
        [[분류:강릉시의 섬]] [[Category:동해|솔]]
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-travel-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_WikipediaMarkup_LeavesProse()
    {
        (IReadOnlyList<string> paragraphs, IReadOnlyList<string> categories) = WikiText.Read(Markup);

        Assert.Equal(
            ["솔섬은 강원도 강릉에 있는 작은 섬이다. 둘레가 2 km쯤 된다.", "옛날에는 등대지기가 살았다. 누리집도 있다."], paragraphs);
        Assert.Equal(["강릉시의 섬", "동해"], categories);
    }

    [Fact]
    public void Read_NamuMarkup_LeavesProse()
    {
        (IReadOnlyList<string> paragraphs, IReadOnlyList<string> categories) = WikiText.Read(
            "[[분류:부산의 시장]]\n[include(틀:시장)]\n[목차]\n== 개요 ==\n'''물결시장'''은 [[부산광역시]] [[수영구]]의 시장이다.[* 오래되었다.] {{{#red 붉은 글}}}\n||표||칸||\n > 따온 말\n~~농담~~ 생선이 많다.");

        Assert.Equal(["물결시장은 부산광역시 수영구의 시장이다.", "농담 생선이 많다."], paragraphs);
        Assert.Equal(["부산의 시장"], categories);
    }

    [Theory]
    [InlineData("http://www.mediawiki.org/xml/export-0.10/")]
    [InlineData("http://www.mediawiki.org/xml/export-0.11/")]
    public void Read_DumpOfTwoBzip2Streams_StreamsTheArticlesOfBoth(string version)
    {
        string path = Path.Combine(_folder.FullName, "dump.xml.bz2");
        string xml = Dump(version);
        int half = xml.Length / 2;
        File.WriteAllBytes(path, [.. Packed(xml[..half]), .. Packed(xml[half..])]);

        TravelPage[] pages = [.. new WikipediaDump(path).Read()];

        Assert.Equal(["솔섬", "물결시장"], pages.Select(p => p.Title)); // neither the talk page nor the redirect
        Assert.Equal("dump-7", pages[0].Id); // the page's id, not the revision's
        Assert.Equal(2, pages[0].Paragraphs.Count);
        Assert.Equal(["강릉시의 섬", "동해"], pages[0].Categories);
    }

    [Fact]
    public void Read_PlainDump_IsReadAsWell()
    {
        string path = Path.Combine(_folder.FullName, "dump.xml");
        File.WriteAllText(path, Dump("http://www.mediawiki.org/xml/export-0.11/"));

        Assert.Equal(2, new WikipediaDump(path).Read().Count());
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("flipped")]
    [InlineData("text")]
    public void Read_DamagedDump_SaysWhereAndWhatToDo(string damage)
    {
        string path = Path.Combine(_folder.FullName, "dump.xml.bz2");
        byte[] packed = Packed(Dump("http://www.mediawiki.org/xml/export-0.11/"));
        switch (damage)
        {
            case "cut":
                packed = packed[..(packed.Length / 2)];
                break;
            case "flipped":
                packed[packed.Length / 2] ^= 0xFF;
                break;
            default:
                packed = System.Text.Encoding.UTF8.GetBytes("덤프가 아닌 글");
                break;
        }

        File.WriteAllBytes(path, packed);

        TripletPreparationException fault = Assert.Throws<TripletPreparationException>(() => new WikipediaDump(path).Read().ToList());

        Assert.StartsWith($"{path}: near byte", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NamuWikiDump_StreamsArticles()
    {
        string path = Path.Combine(_folder.FullName, "namu.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new object[]
        {
            new { @namespace = "0", title = "물결시장", text = "'''물결시장'''은 [[부산광역시]] [[수영구]]의 시장이다." },
            new { @namespace = 0, title = "물결", text = "#redirect 물결시장" },
            new { @namespace = "1", title = "틀:시장", text = "틀" },
            new { title = "제목뿐" },
        }));

        TravelPage page = Assert.Single(new NamuWikiDump(path).Read());

        Assert.Equal(("물결시장", "물결시장은 부산광역시 수영구의 시장이다."), (page.Title, page.Paragraphs[0]));
    }

    [Fact]
    public void Read_CutNamuWikiDump_NamesTheEntry()
    {
        string path = Path.Combine(_folder.FullName, "namu.json");
        File.WriteAllText(path, """[{"namespace": "0", "title": "물결시장", "text": "시장이다."}, {"namesp""");

        TripletPreparationException fault = Assert.Throws<TripletPreparationException>(() => new NamuWikiDump(path).Read().ToList());

        Assert.StartsWith($"{path}: entry", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Paragraphs_JoinsThoseOfAPage()
    {
        string path = Path.Combine(_folder.FullName, "passages.jsonl");
        File.WriteAllLines(path, new[] { ("1#0", "솔섬", "가"), ("1#2", "솔섬", "나"), ("2#1", "달섬", "다") }
            .Select(p => JsonSerializer.Serialize(new { _id = p.Item1, title = p.Item2, text = p.Item3 })));

        Assert.Equal(
            ["1 솔섬 가|나", "2 달섬 다"],
            new WikipediaParagraphs(path).Read().Select(page => $"{page.Id} {page.Title} {string.Join('|', page.Paragraphs)}"));
    }

    private static string Dump(string version) => $"""
        <mediawiki xmlns="{version}" version="0.11" xml:lang="ko">
          <siteinfo><sitename>위키백과</sitename></siteinfo>
          {Page("솔섬", 0, 7, Markup)}
          {Page("토론:솔섬", 1, 8, "이야기")}
          {Page("솔도", 0, 9, "#넘겨주기 [[솔섬]]", "<redirect title=\"솔섬\" />")}
          {Page("물결시장", 0, 10, "'''물결시장'''은 부산에 있는 시장이다.")}
        </mediawiki>
        """;

    private static string Page(string title, int space, int id, string text, string redirect = "") =>
        $"<page><title>{title}</title><ns>{space}</ns><id>{id}</id>{redirect}<revision><id>{id + 1000}</id>" +
        $"<contributor><username>누구</username><id>3</id></contributor><text bytes=\"9\">{System.Security.SecurityElement.Escape(text)}</text></revision></page>";

    private static byte[] Packed(string text)
    {
        using MemoryStream packed = new();
        using (BZip2OutputStream stream = new(packed) { IsStreamOwner = false })
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
