using System.Text.Json;
using KoSparse.Data;
using KoSparse.Encoding.Lines;
using KoSparse.Text;
using KoSparse.Vectors;

namespace KoSparse.Tests.Encoding.Lines;

/// <summary>Each format as its engine's documentation has it; what is escaped is read back.</summary>
public sealed class VectorFormatTests : IDisposable
{
    private static readonly Document Lighthouse = new("d 1", "등대", "밤에\t\"켜진다\"\\") { Fields = """{"year":1999}""" };
    private static readonly SparseVector Vector = SparseVector.FromTerms([new TermWeight(5, 1.5f), new TermWeight(6, 0.1f), new TermWeight(7, 0.004f)]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("vectors", false, """{"_id":"d 1","vector":{"등대":1.5,"##는":0.1,"a.b":0.004}}""")]
    [InlineData("vectors", true, """{"_id":"d 1","vector":{"5":1.5,"6":0.1,"7":0.004}}""")]
    [InlineData("opensearch", true, """
        {"index":{"_id":"d 1"}}
        {"title":"등대","text":"밤에\t\"켜진다\"\\","year":1999,"embedding":{"5":1.5,"6":0.1,"7":0.004}}
        """)]
    [InlineData("qdrant", false, """{"id":"b5ade111-8a3f-8e88-af97-9e327060cd8d","vector":{"embedding":{"indices":[5,6,7],"values":[1.5,0.1,0.004]}},"payload":{"_id":"d 1","title":"등대","text":"밤에\t\"켜진다\"\\","year":1999}}""")]
    [InlineData("milvus", false, """{"id":"d 1","title":"등대","text":"밤에\t\"켜진다\"\\","year":1999,"embedding":{"5":1.5,"6":0.1,"7":0.004}}""")]
    [InlineData("pgvector", false, "d 1\t등대\t밤에\\t\"켜진다\"\\\\\t{6:1.5,7:0.1,8:0.004}/9")]
    [InlineData("vespa", false, """{"put":"id:kosparse:document::d 1","fields":{"title":"등대","text":"밤에\t\"켜진다\"\\","year":1999,"embedding":{"cells":{"등대":1.5,"##는":0.1,"a.b":0.004}}}}""")]
    [InlineData("lucene", false, """{"id":"d 1","contents":"등대\n밤에\t\"켜진다\"\\","vector":{"등대":150,"##는":10}}""")]
    public void Write_Document_IsWhatTheEngineReads(string format, bool ids, string expected)
    {
        using MemoryStream written = new();

        VectorFormat.Of(format, Options(ids)).Write(written, Lighthouse, Vector);

        Assert.Equal(expected.ReplaceLineEndings("\n") + "\n", System.Text.Encoding.UTF8.GetString(written.ToArray()));
        Assert.All(format == "pgvector" ? [] : expected.Split('\n'), line => JsonDocument.Parse(line).Dispose());
    }

    /// <summary>Ids of points are the same each time, differ, and are UUIDs of version 8.</summary>
    [Fact]
    public void Write_QdrantIds_AreUuidsOfTheirDocument()
    {
        string[] ids = [.. Enumerable.Range(0, 100).Select(i => PointId($"문서 {i}"))];

        Assert.Equal(100, ids.Distinct().Count());
        Assert.Equal(ids[7], PointId("문서 7"));
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", id));
    }

    /// <summary>OpenSearch 2.19.1 indexes a feature with a dot; Elasticsearch before 8.16 refuses its document.</summary>
    [Fact]
    public void Write_TokenWithADot_IsRefusedForElasticsearchWithWhatToDo()
    {
        using MemoryStream written = new();

        FormatException exception = Assert.Throws<FormatException>(() => VectorFormat.Of("elasticsearch", Options(ids: false)).Write(written, Lighthouse, Vector));
        VectorFormat.Of("opensearch", Options(ids: false)).Write(Stream.Null, Lighthouse, Vector);

        Assert.Contains("'a.b'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("--as ids", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, written.Length);
    }

    [Fact]
    public void Write_MoreTermsThanSparsevecHolds_IsRefused()
    {
        SparseVector large = SparseVector.FromTerms(Enumerable.Range(0, 16_001).Select(id => new TermWeight(id, 1)));

        Assert.Contains("16000", Assert.Throws<FormatException>(() => VectorFormat.Of("pgvector", Options(true)).Write(Stream.Null, Lighthouse, large)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_DocumentWithoutTerms_IsWholeInEveryFormat()
    {
        foreach (string name in VectorFormat.Names)
        {
            using MemoryStream written = new();

            VectorFormat.Of(name, Options(true)).Write(written, new Document("e", "", "…"), SparseVector.Empty);

            Assert.EndsWith("\n", System.Text.Encoding.UTF8.GetString(written.ToArray()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_UnknownName_NamesThoseThatThereAre() =>
        Assert.Contains("vectors, opensearch", Assert.Throws<ArgumentException>(() => VectorFormat.Of("solr", Options(true))).Message, StringComparison.Ordinal);

    private string PointId(string id)
    {
        using MemoryStream written = new();
        VectorFormat.Of("qdrant", Options(true)).Write(written, new Document(id, "", ""), Vector);
        using JsonDocument point = JsonDocument.Parse(written.ToArray());
        return point.RootElement.GetProperty("id").GetString()!;
    }

    private VectorFormatOptions Options(bool ids)
    {
        _folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n등대\n##는\na.b\n밤\n");
        return new VectorFormatOptions(TokenizerFolder.Open(_folder.Path), 9) { Ids = ids };
    }
}
