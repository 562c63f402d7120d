using KoSparse.Data;

namespace KoSparse.Tests.Data;

public sealed class WholeFolderTests
{
    [Fact]
    public void Write_ExistingFolder_IsReplacedWhole()
    {
        using TemporaryFolder folder = new();
        string target = folder.File("model");
        WholeFolder.Write(target, f => File.WriteAllText(Path.Combine(f, "old"), "1"));

        WholeFolder.Write($"{target}/", f => File.WriteAllText(Path.Combine(f, "new"), "2"));

        Assert.Equal(["new"], Directory.GetFiles(target).Select(Path.GetFileName));
        Assert.Equal(["model"], Directory.GetDirectories(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_Fault_LeavesWhatWasThere(bool ofTheDisk)
    {
        using TemporaryFolder folder = new();
        string target = folder.File("model");
        WholeFolder.Write(target, f => File.WriteAllText(Path.Combine(f, "old"), "1"));

        Exception? thrown = Record.Exception(() => WholeFolder.Write(target, f =>
        {
            File.WriteAllText(Path.Combine(f, "new"), "2");
            throw ofTheDisk ? new IOException("No space left on device.") : new OperationCanceledException();
        }));

        Assert.Equal(ofTheDisk, thrown is IOException && thrown.Message == $"{target}: could not be written: No space left on device.");
        Assert.Equal(["old"], Directory.GetFiles(target).Select(Path.GetFileName));
        Assert.Equal(["model"], Directory.GetDirectories(folder.Path).Select(Path.GetFileName));
    }
}
