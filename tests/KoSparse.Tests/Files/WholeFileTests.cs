using KoSparse.Files;

namespace KoSparse.Tests.Files;

public sealed class WholeFileTests
{
    [Fact]
    public void Write_Fault_LeavesWhatWasThere_Issue19()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("a.jsonl");
        WholeFile.Write(path, "old");

        Assert.Throws<InvalidOperationException>(() => WholeFile.Write(path, beside =>
        {
            File.WriteAllText(beside, "half");
            throw new InvalidOperationException();
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["a.jsonl"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Write_ExistingFile_IsReplaced_Issue19()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("a.json");
        WholeFile.Write(path, "old");

        WholeFile.Write(path, "new");

        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void Write_TargetIsAFolder_LeavesNothingBeside_Issue20()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("taken"));

        Assert.ThrowsAny<Exception>(() => WholeFile.Write(folder.File("taken"), "text"));

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Folder_Missing_IsAFault_Issue19()
    {
        using TemporaryFolder folder = new();

        Assert.StartsWith(folder.File("none"), Assert.Throws<IOException>(() => DiskSync.Folder(folder.File("none"))).Message, StringComparison.Ordinal);
        DiskSync.Tree(folder.Path);
    }
}
