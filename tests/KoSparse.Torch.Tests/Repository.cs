namespace KoSparse.Torch.Tests;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>Compares a text with a file under <c>tests/golden/cli</c>; what differs is written beside the tests, as <c>NAME.actual.txt</c>.</summary>
    public static void AssertGolden(string name, string actual)
    {
        string golden = Path.Combine(Root, "tests", "golden", "cli", $"{name}.txt");
        string stored = File.Exists(golden) ? File.ReadAllText(golden) : "";
        if (stored != actual)
        {
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, $"{name}.actual.txt"), actual);
        }

        Assert.Equal(stored, actual);
    }

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KoSparse.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Run the tests inside the repository.");
    }
}
