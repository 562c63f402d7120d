using System.Collections.Concurrent;
using KoSparse.Data;
using KoSparse.Search.Indexing;
using KoSparse.Search.Queries;
using KoSparse.Search.Storage;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Queries;

public sealed class IndexFollowerTests : IDisposable
{
    private const int Vocabulary = 10;
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(5);

    private readonly TemporaryFolder _files = new();

    private string Folder => _files.File("index");

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Reopen_NothingCommitted_IsTheSame_Issue24()
    {
        Commit("", "a");
        var index = SearchIndex.Open(Folder);

        Assert.Same(index, index.Reopen());
    }

    [Fact]
    public void Reopen_Committed_IsAnotherAndTheFirstStays_Issue24()
    {
        Commit("", "a", "b");
        var before = SearchIndex.Open(Folder);
        using (IndexWriter writer = IndexWriter.Open(Folder, Vocabulary))
        {
            writer.Delete("a");
            writer.Add(new Document("c", "", ""), One);
            writer.Commit();
        }

        SearchIndex now = before.Reopen();

        Assert.Equal(["a", "b"], Ids(before));
        Assert.Equal(["b", "c"], Ids(now));
    }

    /// <summary>Names of files and the number of the commit are those of before; only what is in them differs.</summary>
    [Fact]
    public void Reopen_FolderGoneAndBuiltAgain_ShowsTheNewIndex_Issue24()
    {
        Commit("", "a");
        var before = SearchIndex.Open(Folder);
        Directory.Delete(Folder, recursive: true);
        Commit("", "b");

        Assert.Equal(["b"], Ids(before.Reopen()));
    }

    [Fact]
    public void Current_OtherCommits_FollowsThem_Issue24()
    {
        Commit("", "a");
        using IndexFollower follower = new(Folder, Often);

        Commit("", "b");

        Assert.True(Comes(() => Ids(follower.Current).SequenceEqual(["a", "b"])));
    }

    [Fact]
    public void Current_BuiltAgainByAnotherModelOrDamaged_StaysAndIsToldOnce_Issue24()
    {
        Commit("one", "a");
        List<string> told = [];
        using IndexFollower follower = new(Folder, Often, message => { lock (told) { told.Add(message); } });
        Commit("two", replace: true, "b");
        Assert.True(Comes(() => Told().Length == 1));

        File.WriteAllText(Path.Combine(Folder, "index.json"), "{}");
        Assert.True(Comes(() => Told().Length == 2));
        Thread.Sleep(20 * Often);

        Assert.Equal(["a"], Ids(follower.Current));
        Assert.Equal(2, Told().Length);
        Assert.Equal($"{Folder}: built again with another tokenizer. Open it anew, with the model that built it. What was committed before is searched on.", Told()[0]);
        Assert.Contains("does not match its checksum", Told()[1], StringComparison.Ordinal);

        string[] Told()
        {
            lock (told)
            {
                return [.. told];
            }
        }
    }

    /// <summary>Every search sees one commit as a whole: as many documents as that commit has, whatever is written meanwhile.</summary>
    [Fact]
    public async Task Current_SearchedWhileOthersCommitAndMerge_IsAlwaysOneCommit_Issue24()
    {
        const int Commits = 60;
        Commit("", "0");
        using IndexFollower follower = new(Folder, Often);
        using CancellationTokenSource written = new();
        ConcurrentQueue<int> counts = [];
        Task searching = Task.Run(() =>
        {
            while (!written.IsCancellationRequested)
            {
                SearchIndex index = follower.Current;
                Assert.Equal(Enumerable.Range(0, index.DocumentCount).Select(id => $"{id}"), Ids(index));
                Assert.Empty(index.Faults);
                counts.Enqueue(index.DocumentCount);
            }
        });

        Assert.True(Comes(() => !counts.IsEmpty));
        for (int id = 1; id <= Commits; id++)
        {
            Commit("", $"{id}");
        }

        Assert.True(Comes(() => counts.LastOrDefault() == Commits + 1));
        await written.CancelAsync();
        await searching;
        Assert.Equal(counts.Order(), counts);
    }

    [Fact]
    public void Constructor_NoIndex_Throws_Issue24() =>
        Assert.Throws<IndexFormatException>(() => new IndexFollower(Folder));

    private static SparseVector One => SparseVector.FromTerms([new TermWeight(1, 1f)]);

    private static IEnumerable<string> Ids(SearchIndex index) => index.Search(One, 1000).Select(hit => index.DocumentId(hit.Document));

    private static bool Comes(Func<bool> condition) => SpinWait.SpinUntil(condition, TimeSpan.FromMinutes(1));

    private void Commit(string tokenizer, params string[] ids) => Commit(tokenizer, replace: false, ids);

    private void Commit(string tokenizer, bool replace, params string[] ids)
    {
        using IndexWriter writer = IndexWriter.Open(Folder, Vocabulary, tokenizer, replace);
        foreach (string id in ids)
        {
            writer.Add(new Document(id, "", ""), One);
        }

        writer.Commit();
    }
}
