using KoSparse.Data;
using KoSparse.Search.Indexing;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Indexing;

public sealed class IndexBuildTests : IDisposable
{
    private readonly TemporaryFolder _files = new();
    private readonly LetterEncoder _encoder = new(8);

    private string Folder => _files.File("index");

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Run_DocumentsThatJoin_AreCountedAndCommitted()
    {
        IndexBuildSummary first = Run(Documents("a", "b", "b"), replace: true);
        IndexBuildSummary second = Run(Documents("b", "c"), replace: false);

        SearchIndex index = SearchIndex.Open(Folder);
        Assert.Equal((3, 1), (first.Documents, first.Replaced));
        Assert.Equal((2, 1), (second.Documents, second.Replaced));
        Assert.Equal((3, 8, "letters"), (index.DocumentCount, index.VocabularySize, index.TokenizerHash));
        Assert.Equal("c", index.DocumentId(Assert.Single(index.Search(SparseVector.FromTerms([new TermWeight(2, 1)]), 9)).Document));
    }

    [Fact]
    public void Run_MoreThanOneChunk_TellsHowFarEachIs()
    {
        List<IndexBuildProgress> told = [];

        Run(Documents([.. Enumerable.Range(0, 2001).Select(place => $"{place}")]), replace: true, new Told(told.Add));

        Assert.Equal(2001, told.Count);
        Assert.Equal(new IndexBuildProgress(0, 2000, 1), told[0]);
        Assert.Equal(new IndexBuildProgress(2000, 1, 1), told[^1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_Stopped_LeavesTheIndexAsItWas(bool replace)
    {
        Run(Documents("a"), replace: true);
        string[] before = Directory.GetFiles(Folder);
        using var stop = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(
            () => Run(Documents("b", "c"), replace, new Told(_ => stop.Cancel()), stop.Token));

        Assert.Equal(before.Order(), Directory.GetFiles(Folder).Order());
        Assert.True(SearchIndex.Open(Folder).TryFind("a", out _));
    }

    private static IEnumerable<Document> Documents(params string[] ids) => ids.Select(id => new Document(id, "", $"글 {id}"));

    private IndexBuildSummary Run(
        IEnumerable<Document> documents, bool replace, IProgress<IndexBuildProgress>? progress = null, CancellationToken stop = default) =>
        IndexBuild.Run(Folder, documents, _encoder, "letters", replace, IndexWriter.LeastMemory, progress: progress, stop: stop);

    private sealed class Told(Action<IndexBuildProgress> tell) : IProgress<IndexBuildProgress>
    {
        public void Report(IndexBuildProgress value) => tell(value);
    }
}
