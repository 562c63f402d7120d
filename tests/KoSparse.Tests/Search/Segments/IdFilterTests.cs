using System.Globalization;
using KoSparse.Data;
using KoSparse.Search.Postings;
using KoSparse.Search.Segments;
using KoSparse.Search.Storage;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Segments;

public sealed class IdFilterTests
{
    private const int Documents = 40_000;

    /// <summary>What was added is never denied; of what was not, fewer than two in a hundred pass, whatever ids look like.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(Documents)]
    public void MayHold_SomeIds_HasAllOfThemAndFewOthers(int count)
    {
        foreach (Func<int, string> name in (Func<int, string>[])[i => $"{i}", Random, i => $"문서/{i:00000000}"])
        {
            byte[] filter = IdFilter.Of([.. Enumerable.Range(0, count).Select(i => Hash(name(i)))]);
            CheckedBytes bytes = new(filter);

            Assert.All(Enumerable.Range(0, count), i => Assert.True(IdFilter.MayHold(bytes, 0, filter.Length, Hash(name(i)))));
            Assert.InRange(Enumerable.Range(count, 20_000).Count(i => IdFilter.MayHold(bytes, 0, filter.Length, Hash(name(i)))), 0, 400);
        }
    }

    /// <summary>The bits are on disks: another hash would deny ids that are there.</summary>
    [Theory]
    [InlineData("", 0xECBA3DF2)]
    [InlineData("a", 0xED8170DE)]
    public void HashOf_Id_IsTheSameInEveryProcess(string id, uint expected) => Assert.Equal(expected, Hash(id));

    /// <summary>New ids in any order read the filter, and hardly anything of the ids: of a hundred million documents, 150 MB and not 3.5 GB.</summary>
    [Fact]
    public void Find_IdsThatAreNotThere_ReadsFewPages_Issue19()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("segment");
        Write(path);
        SegmentReader reader = SegmentReader.Open(path);

        Assert.All(Enumerable.Range(Documents, 150), i => Assert.Equal(-1, reader.Find(Random(i))));
        int ofOthers = reader.PagesRead;
        Assert.All(Enumerable.Range(0, 150), i => Assert.Equal(i, reader.Find(Random(i))));

        Assert.InRange(ofOthers, 1, reader.PagesRead / 2);
        Assert.True(reader.PagesRead > 20, $"{reader.PagesRead} pages: too few to tell");
    }

    private static void Write(string path)
    {
        using FileStream file = File.Create(path);
        using Scratch scratch = new(newPath: null);
        using SegmentWriter writer = new(file, analyzer: null, PostingFormat.Bytes, scratch);
        for (int i = 0; i < Documents; i++)
        {
            writer.Add(new Document(Random(i), "", ""), SparseVector.Empty);
        }

        writer.Finish(meanLength: 1);
    }

    private static string Random(int i)
    {
        Random random = new(i);
        return string.Create(CultureInfo.InvariantCulture, $"{random.NextInt64():x16}-{random.NextInt64():x16}");
    }

    private static uint Hash(string id) => IdFilter.HashOf(System.Text.Encoding.UTF8.GetBytes(id));
}
