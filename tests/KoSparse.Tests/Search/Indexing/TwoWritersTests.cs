using KoSparse.Data;
using KoSparse.Search.Indexing;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Indexing;

public sealed class TwoWritersTests : IDisposable
{
    private const int Vocabulary = 4;
    private static readonly SparseVector All = SparseVector.FromTerms([new TermWeight(0, 1)]);

    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>Looked for before the lock is held, the index of the one who commits meanwhile is missed, and its files are deleted.</summary>
    [Fact]
    public void Open_TwoWritersStartAtOnce_LoseNoCommit_Issue18()
    {
        for (int round = 0; round < 300; round++)
        {
            string folder = _files.File($"{round}");
            using Barrier start = new(2);
            Parallel.Invoke(() => AddWhenFree(folder, "한강", start), () => AddWhenFree(folder, "낙동강", start));

            SearchIndex index = SearchIndex.Open(folder);

            Assert.Empty(index.Faults);
            Assert.Equal(["낙동강", "한강"], index.Search(All, 9).Select(hit => index.DocumentId(hit.Document)).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Open_ReplaceAfterAKilledWriter_IsTheIndex_Issue18()
    {
        string folder = _files.File("index");
        Add(folder, "한강", replace: false);
        _files.Write("index/segment-000002.bin", "half of a segment");

        Add(folder, "낙동강", replace: true);

        Assert.Equal(1, SearchIndex.Open(folder).DocumentCount);
        Assert.Equal(["index.json", "segment-000003.bin", "write.lock"], Names(folder));
    }

    /// <summary>The last file of a commit cannot be written: what was made for it goes when the writer does.</summary>
    [Fact]
    public void Dispose_CommitFailed_LeavesTheFilesOfTheLastCommit_Issue18()
    {
        string folder = _files.File("index");
        Add(folder, "한강", replace: false);
        IEnumerable<string> before = Names(folder);
        Directory.CreateDirectory(Path.Combine(folder, ".writing-index.json"));

        Assert.ThrowsAny<SystemException>(() => Add(folder, "낙동강", replace: false));

        Directory.Delete(Path.Combine(folder, ".writing-index.json"));
        Assert.Equal(before, Names(folder));
    }

    [Fact]
    public void Check_WhileAWriterCommits_FindsNoFault_Issue18()
    {
        string folder = _files.File("index");
        Add(folder, "0", replace: false);
        Task writing = Task.Run(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                Add(folder, "0", replace: true);
            }
        });

        while (!writing.IsCompleted)
        {
            Assert.Empty(IndexCheck.Run(folder));
        }

        Assert.True(writing.IsCompletedSuccessfully);
    }

    private static void AddWhenFree(string folder, string id, Barrier start)
    {
        start.SignalAndWait();
        for (; ; )
        {
            try
            {
                Add(folder, id, replace: false);
                return;
            }
            catch (IOException fault) when (fault.Message.Contains("another process is writing", StringComparison.Ordinal))
            {
                Thread.Yield();
            }
        }
    }

    private static void Add(string folder, string id, bool replace)
    {
        using IndexWriter writer = IndexWriter.Open(folder, Vocabulary, "", replace);
        writer.Add(new Document(id, "", "강"), All);
        writer.Commit();
    }

    private static IEnumerable<string> Names(string folder) =>
        [.. Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
