using System.Globalization;
using KoSparse.Data;
using KoSparse.Search.Indexing;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Indexing;

/// <summary>Commits for ever: commit n adds ten documents, deletes one of an earlier commit, and sets a counter to n.</summary>
internal static class CrashingWriter
{
    public const int Vocabulary = 50;
    public const int PerCommit = 10;
    private const string Counter = "counter";

    /// <summary>So little memory that each document but the first of a segment spills the one before.</summary>
    private static readonly IndexMemory SpillsAlways = new(PostingBytes: 1, IdBytes: 10_000, ChunkCharacters: 1);

    /// <summary>Goes on where the index stands; says the number of each commit that is done.</summary>
    public static void Run(string folder)
    {
        using var writer = IndexWriter.Open(folder, Vocabulary, "", replace: false, SpillsAlways);
        for (int commit = 1 + (File.Exists(Path.Combine(folder, "index.json")) ? LastCommit(folder) : 0); ; commit++)
        {
            for (int i = 0; i < PerCommit; i++)
            {
                writer.Add(new Document($"{commit}-{i}", "", $"문서 {commit}"), Vector(commit, i));
            }

            if (commit > 1)
            {
                writer.Delete($"{commit - 1}-0");
            }

            writer.Add(new Document(Counter, "", $"{commit}"), SparseVector.Empty);
            if (commit % 7 == 0)
            {
                writer.MergeAll();
            }
            else
            {
                writer.Commit();
            }

            Console.WriteLine(commit);
        }
    }

    public static int LastCommit(string folder)
    {
        SearchIndex index = SearchIndex.Open(folder);
        Assert.Empty(index.Faults);
        return index.TryFind(Counter, out int document)
            ? int.Parse(index.Document(document).Text, CultureInfo.InvariantCulture)
            : 0;
    }

    private static SparseVector Vector(int commit, int i) =>
        SparseVector.FromTerms([new TermWeight(0, 1), new TermWeight(1 + ((commit + i) % (Vocabulary - 1)), 1 + i)]);
}
