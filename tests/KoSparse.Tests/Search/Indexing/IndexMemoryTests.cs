using KoSparse.Data;
using KoSparse.Search.Indexing;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Indexing;

public sealed class IndexMemoryTests : IDisposable
{
    private const int Vocabulary = 20;

    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>Memory says what is spilled, and nothing of what the index holds.</summary>
    [Fact]
    public void Commit_HardlyAnyMemory_GivesTheFilesOfMuch_Issue19()
    {
        Build("much", new IndexMemory(long.MaxValue, long.MaxValue, int.MaxValue));
        Build("little", new IndexMemory(PostingBytes: 1, long.MaxValue, int.MaxValue));

        Assert.Equal(Files("much"), Files("little"));
    }

    /// <summary>Too many ids for memory end a segment; documents, their order and what replaces what stay.</summary>
    [Fact]
    public void Commit_MemoryForFewIds_HoldsTheSameDocumentsInOrder_Issue19()
    {
        int replaced = Build("much", new IndexMemory(long.MaxValue, long.MaxValue, int.MaxValue));
        int replacedAgain = Build("little", new IndexMemory(PostingBytes: 1, IdBytes: 8000, int.MaxValue));

        (SearchIndex much, SearchIndex little) = (SearchIndex.Open(_files.File("much")), SearchIndex.Open(_files.File("little")));
        Assert.True(replaced > 100, "no document was replaced");
        Assert.Equal(replaced, replacedAgain);
        Assert.True(Directory.GetFiles(_files.File("little"), "*.bin").Length > 1, "one segment held all");
        Assert.Equal(Found(much), Found(little));
        Assert.Empty(IndexCheck.Run(_files.File("little")));
    }

    [Fact]
    public void Open_LessThanTheLeast_SaysWhatToGive() => Assert.Contains(
        $"at least {IndexWriter.LeastMemory} MB",
        Assert.Throws<ArgumentOutOfRangeException>(() => IndexWriter.Open(_files.Path, Vocabulary, memory: IndexWriter.LeastMemory - 1)).Message,
        StringComparison.Ordinal);

    private int Build(string name, IndexMemory memory)
    {
        Random random = new(5);
        int replaced = 0;
        using var writer = IndexWriter.Open(_files.File(name), Vocabulary, "", replace: true, memory);
        for (int i = 0; i < 600; i++)
        {
            float weight = 1 + (random.Next(255) / 255f); // on a step of the largest, 2: merging rounds nothing
            replaced += writer.Add(
                new Document($"{random.Next(400)}", "", $"글 {i}") { Fields = $$"""{"n":{{i % 7}}}""" },
                SparseVector.FromTerms([new TermWeight(0, 2), new TermWeight(1 + random.Next(Vocabulary - 1), weight)])) ? 1 : 0;
        }

        writer.Commit();
        return replaced;
    }

    private (string Name, string Bytes)[] Files(string name) =>
        [.. Directory.GetFiles(_files.File(name)).Order().Select(path => (Path.GetFileName(path), Convert.ToHexString(File.ReadAllBytes(path))))];

    private static IEnumerable<string> Found(SearchIndex index) =>
        index.Search(SparseVector.FromTerms([new TermWeight(0, 1)]), 999).Select(hit => index.Document(hit.Document).Text);
}
