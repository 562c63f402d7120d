namespace KoSparse.Tests;

/// <summary>Real data for additional cases: <c>KOSPARSE_DATA</c>, or <c>../shared/data</c> beside the repository.</summary>
internal static class SharedData
{
    /// <summary>Path of a file or folder of the data, or null where there is none.</summary>
    public static string? Find(string name)
    {
        string root = Environment.GetEnvironmentVariable("KOSPARSE_DATA") is { Length: > 0 } given
            ? given
            : Path.Combine(RepositoryRoot(), "..", "shared", "data");
        string path = Path.Combine(root, name);
        return Path.Exists(path) ? path : null;
    }

    /// <summary>Path of a file under <c>tests/golden</c>.</summary>
    public static string Golden(string name) => Path.Combine(RepositoryRoot(), "tests", "golden", name);

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KoSparse.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Run the tests inside the repository.");
    }
}
