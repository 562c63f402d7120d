using KoSparse.Data;
using KoSparse.Search.Sparse;

namespace KoSparse.Tests.Search.Sparse;

public sealed class SparseIndexReaderTests : IDisposable
{
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("kosparse-index-");

    private string Folder => Path.Combine(_temporary.FullName, "index");

    public void Dispose() => _temporary.Delete(recursive: true);

    [Fact]
    public void Read_WrittenIndex_GivesTheSame()
    {
        SparseIndex index = WriteSmallIndex();

        SparseIndex read = SparseIndexReader.Read(Folder);

        Assert.Equal(index.Documents, read.Documents);
        Assert.Equal("hash", read.TokenizerHash);
        Assert.Equal(4, read.VocabularySize);
        Assert.Equal(
            index.Search(SparseIndexTests.Vector((1, 1f), (3, 2f)), 5),
            read.Search(SparseIndexTests.Vector((1, 1f), (3, 2f)), 5));
    }

    [Fact]
    public void Write_OverAnIndex_ReplacesItAndLeavesNothingBeside()
    {
        WriteSmallIndex();

        SparseIndexWriter.Write(new SparseIndexBuilder(2).Build(), Folder);

        Assert.Empty(SparseIndexReader.Read(Folder).Documents);
        Assert.Equal(Folder, Assert.Single(Directory.GetFileSystemEntries(_temporary.FullName)));
    }

    [Fact]
    public void Write_OverOtherFiles_RefusesAndKeepsThem()
    {
        Directory.CreateDirectory(Folder);
        string other = Path.Combine(Folder, "notes.txt");
        File.WriteAllText(other, "mine");

        Assert.Throws<IOException>(() => SparseIndexWriter.Write(new SparseIndexBuilder(2).Build(), Folder));

        Assert.Equal("mine", File.ReadAllText(other));
    }

    [Fact]
    public void Read_AnyByteChangedOrFileCut_SaysHowToRebuild()
    {
        WriteSmallIndex();
        foreach (string path in Directory.GetFiles(Folder))
        {
            byte[] good = File.ReadAllBytes(path);
            for (int place = 0; place < good.Length; place++)
            {
                byte[] bad = [.. good];
                bad[place] ^= 0x40;
                AssertDamaged(path, bad);
                AssertDamaged(path, good[..place]);
            }

            File.WriteAllBytes(path, good);
        }

        Assert.Equal(2, SparseIndexReader.Read(Folder).Documents.Count);
    }

    [Fact]
    public void Read_NoIndex_SaysHowToBuildIt()
    {
        IndexFormatException fault = Assert.Throws<IndexFormatException>(() => SparseIndexReader.Read(Folder));

        Assert.Contains("kosparse index", fault.Message, StringComparison.Ordinal);
    }

    private void AssertDamaged(string path, byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        IndexFormatException fault = Assert.Throws<IndexFormatException>(() => SparseIndexReader.Read(Folder));
        Assert.Contains(Folder, fault.Message, StringComparison.Ordinal);
        Assert.Contains("kosparse index", fault.Message, StringComparison.Ordinal);
    }

    private SparseIndex WriteSmallIndex()
    {
        SparseIndexBuilder builder = new(4, "hash");
        builder.Add(new Document("x", "제목", "줄\n바꿈과 \"따옴표\""), SparseIndexTests.Vector((1, 2f), (3, 0.5f)));
        builder.Add("y", SparseIndexTests.Vector((3, 1.5f)));
        SparseIndex index = builder.Build();
        SparseIndexWriter.Write(index, Folder);
        return index;
    }
}
