using KoSparse.Files;

namespace KoSparse.Tests.Files;

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

    /// <summary>Killed between its two renames, the folder stands beside its place.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Restore_FolderAboutToBeReplaced_IsBack(bool byTheNextWrite)
    {
        using TemporaryFolder folder = new();
        string target = folder.File("model");
        WholeFolder.Write(target, f => File.WriteAllText(Path.Combine(f, "old"), "1"));
        Directory.Move(target, $"{target}.replaced");

        if (byTheNextWrite)
        {
            Assert.Throws<IOException>(() => WholeFolder.Write(target, _ => throw new IOException("No space left on device.")));
        }
        else
        {
            WholeFolder.Restore(target);
        }

        Assert.Equal(["old"], Directory.GetFiles(target).Select(Path.GetFileName));
        Assert.Equal(["model"], Directory.GetDirectories(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("fit.json", false)]
    [InlineData("notes.txt", true)]
    public void ThrowIfOtherThings_Folder_IsNamedWhereItHoldsSomethingElse(string? file, bool refused)
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("fitted"));
        if (file is not null)
        {
            File.WriteAllText(folder.File($"fitted/{file}"), "");
        }

        Exception? thrown = Record.Exception(() => WholeFolder.ThrowIfOtherThings(folder.File("fitted"), "fit.json", "a fit"));

        Assert.Equal(refused ? $"{folder.File("fitted")} holds files, but not a fit. Choose another folder, or empty this one." : null, thrown?.Message);
    }
}
