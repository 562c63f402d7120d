namespace KoSparse.Tests.Architecture;

/// <summary>The files of the repository that the tests of the house read.</summary>
internal static class House
{
    private static readonly string[] Made = ["/artifacts/", "/outputs/", "/obj/", "/bin/"];

    /// <summary>C# files below a folder of the repository.</summary>
    public static IReadOnlyList<SourceText> Sources(string folder) =>
        [.. Files(folder, "*.cs").Select(path => new SourceText(path, File.ReadAllText(Path.Combine(SharedData.Root, path))))];

    /// <summary>Project files below a folder of the repository; <c>""</c> is all of it.</summary>
    public static IReadOnlyList<ProjectFile> Projects(string folder) =>
        [.. Files(folder, "*.csproj").Select(path => ProjectFile.Parse(path, File.ReadAllText(Path.Combine(SharedData.Root, path))))];

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(SharedData.Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(SharedData.Root, path).Replace('\\', '/'))
            .Where(path => !Made.Any(made => $"/{path}".Contains(made, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal);
}
