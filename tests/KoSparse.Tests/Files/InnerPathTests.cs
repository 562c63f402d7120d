using CsCheck;
using KoSparse.Files;

namespace KoSparse.Tests.Files;

public sealed class InnerPathTests
{
    private static readonly string[] Odd = ["..", ".", "", "a", "b.json", "C:", "\\", "~", "%2e%2e", "..\\x", "a\nb", "\0", "가", "...", "..a"];

    private static readonly Gen<string> Part = Gen.OneOf(Gen.Int[0, Odd.Length - 1].Select(i => Odd[i]), Gen.String[1, 3]);

    [Fact]
    public void Resolve_AnyPath_StaysInTheFolderOrIsNull_Issue19()
    {
        using TemporaryFolder folder = new();
        string root = folder.File("root");
        Directory.CreateDirectory(root);

        Part.Array[1, 5].Select(parts => string.Join('/', parts)).Sample(path =>
        {
            string? resolved = InnerPath.Resolve(root, path);
            Assert.True(resolved is null || Path.GetFullPath(resolved).StartsWith(root + "/", StringComparison.Ordinal), path);
        });
    }

    [Theory]
    [InlineData("config.json", true)]
    [InlineData("query_0_SparseStaticEmbedding/..idf", true)]
    [InlineData("..", false)]
    [InlineData("a/../../b", false)]
    [InlineData("/a", false)]
    [InlineData("a/", false)]
    [InlineData("d:a", false)]
    [InlineData("a\\b", false)]
    [InlineData("a\n", false)]
    [InlineData("", false)]
    public void IsPlain_Path_IsWhatStaysOnEverySystem_Issue19(string path, bool expected) => Assert.Equal(expected, InnerPath.IsPlain(path));

    [Fact]
    public void Resolve_Links_AreFollowed_Issue19()
    {
        using TemporaryFolder folder = new();
        string root = Directory.CreateDirectory(folder.File("root")).FullName;
        Directory.CreateDirectory(Path.Combine(root, "inner"));
        Directory.CreateSymbolicLink(Path.Combine(root, "in"), Path.Combine(root, "inner"));
        Directory.CreateSymbolicLink(Path.Combine(root, "out"), folder.File("."));
        Directory.CreateSymbolicLink(folder.File("door"), root);

        Assert.NotNull(InnerPath.Resolve(root, "in/file"));
        Assert.Null(InnerPath.Resolve(root, "out/file"));
        Assert.NotNull(InnerPath.Resolve(folder.File("door"), "file"));
    }
}
