using System.Diagnostics;
using KoSparse.Files;

namespace KoSparse.Tests.Files;

/// <summary>What is no file stays what it is: <c>encode --output /dev/full</c>, called by root, put a file in its place.</summary>
public sealed class SpecialFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_Pipe_IsRefusedAndStays_Issue19()
    {
        string pipe = _folder.File("pipe");
        using (Process made = Process.Start("mkfifo", [pipe]))
        {
            made.WaitForExit();
        }

        Assert.Contains("no file may take the place of", Assert.Throws<IOException>(() => WholeFile.Write(pipe, "text")).Message, StringComparison.Ordinal);
        Assert.Contains("no file may take the place of", Assert.Throws<IOException>(() => SpecialFile.ThrowIfOne(pipe)).Message, StringComparison.Ordinal);
        Assert.Equal([pipe], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/full")]
    public void ThrowIfOne_Device_Fails_Issue19(string path) => Assert.Throws<IOException>(() => SpecialFile.ThrowIfOne(path));

    [Fact]
    public void ThrowIfOne_FileFolderOrNothing_Passes_Issue19()
    {
        string[] paths = [_folder.Write("a.txt", ""), _folder.Path, _folder.File("not there")];

        Assert.All(paths, SpecialFile.ThrowIfOne);
    }
}
