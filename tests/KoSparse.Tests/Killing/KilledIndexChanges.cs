using System.Globalization;
using KoSparse.Data;
using KoSparse.Search.Indexing;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.Tests.Killing;

/// <summary>An index that is changed: each state adds documents, replaces and deletes some of those before, and merges now and then.</summary>
internal static class KilledIndexChanges
{
    private const int VocabularySize = 500;
    private const int Ids = 200;
    private const int Added = 40;
    private const string Counter = "counter";

    /// <summary>So small a buffer that every commit ends several segments, and each spills postings.</summary>
    private static readonly IndexMemory Bounded = new(PostingBytes: 500, IdBytes: 400, ChunkCharacters: 1);

    public static KilledWriter Writer { get; } = new(Write, Read) { Grows = true, Contents = KilledWriters.Segments };

    private static void Write(string folder, int state)
    {
        using var writer = IndexWriter.Open(folder, VocabularySize, "", replace: false, Bounded);
        foreach (string id in AddedBy(state))
        {
            writer.Add(
                new Document(id, "", $"{state} " + string.Concat(Enumerable.Repeat($"글{id} ", 20))),
                SparseVector.FromTerms([new TermWeight(0, 1), .. Enumerable.Range(1, 20).Select(i => new TermWeight(i * (1 + (state % 20)), i))]));
        }

        writer.Delete(DeletedBy(state));
        writer.Add(new Document(Counter, "", $"{state}"), SparseVector.Empty);
        if (state % 5 == 0)
        {
            writer.MergeAll();
        }
        else
        {
            writer.Commit();
        }
    }

    private static int? Read(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "index.json")))
        {
            return 0;
        }

        SearchIndex index = SearchIndex.Open(folder);
        Assert.Empty(index.Faults);
        Assert.Empty(IndexCheck.Run(folder));
        int state = StateOf(index, Counter)!.Value;
        string[] ids = [.. Enumerable.Range(0, Ids).Select(NameOf)];
        Assert.Equal(ids.Select(id => Expected(id, state)), ids.Select(id => StateOf(index, id)));
        Assert.Equal(ids.Count(id => Expected(id, state) is not null), index.Search(SparseVector.FromTerms([new TermWeight(0, 1)]), 999).Count);
        return state;
    }

    private static IEnumerable<string> AddedBy(int state) => Enumerable.Range(0, Added).Select(i => NameOf(((state * 17) + (i * 3)) % Ids));

    private static string DeletedBy(int state) => NameOf(state * 31 % Ids);

    private static string NameOf(int place) => string.Create(CultureInfo.InvariantCulture, $"document-{place:000}");

    private static int? StateOf(SearchIndex index, string id) =>
        index.TryFind(id, out int document) ? int.Parse(index.Document(document).Text.Split(' ')[0], CultureInfo.InvariantCulture) : null;

    /// <summary>The last state that added a document, unless one since then deleted it.</summary>
    private static int? Expected(string id, int state)
    {
        for (; state > 0; state--)
        {
            if (DeletedBy(state) == id)
            {
                return null;
            }

            if (AddedBy(state).Contains(id))
            {
                return state;
            }
        }

        return null;
    }
}
