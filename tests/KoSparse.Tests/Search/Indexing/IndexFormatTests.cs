using KoSparse.Data;
using KoSparse.Search.Indexing;
using KoSparse.Search.Queries;
using KoSparse.Search.Segments;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Indexing;

public sealed class IndexFormatTests
{
    /// <summary>
    /// Written by version 1, and by version 2 with weights of 16 bits, in two commits: a (tokens 1: 2, 3: 0.5) and b; then c (token 1: 3), and b deleted. Each version's
    /// files stay, and must open or fail with the message that says how to convert.
    /// </summary>
    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public void Open_IndexOfVersion_FindsWhatWasWritten(string version)
    {
        string folder = SharedData.Golden(Path.Combine("formats", version, "index"));

        SearchIndex index = SearchIndex.Open(folder);

        Assert.Equal((2, 20, "tokenizer"), (index.DocumentCount, index.VocabularySize, index.TokenizerHash));
        SparseVector query = IndexWriterTests.Vector((1, 1f), (3, 4f));
        Assert.Equal(
            [("a", 4f), ("c", 3f)],
            index.Search(query, 9).Select(hit => (index.DocumentId(hit.Document), MathF.Round(hit.Score, 3))));
        Assert.Equal(["c"], index.SearchText("부산", 9).Select(hit => index.DocumentId(hit.Document)));
        Assert.True(index.TryFind("a", out int document));
        Assert.Equal(new Document("a", "한강", "서울을 지나는 강") { Fields = """{"kind":"강"}""" }, index.Document(document));
        Assert.Equal(2, index.Search(query, 9, [new KeywordFilter("kind", "강")]).Count);
        Assert.Empty(IndexCheck.Run(folder));
    }
}
