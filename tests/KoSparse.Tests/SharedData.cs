namespace KoSparse.Tests;

/// <summary>Files beside the repository that some tests read; without them these tests are skipped.</summary>
internal static class SharedData
{
    private static readonly Dictionary<string, string> Variables = new() { ["data"] = "KOSPARSE_DATA", ["golden"] = "KOSPARSE_GOLDEN", ["models"] = "KOSPARSE_MODELS", ["peers"] = "KOSPARSE_PEERS" };

    /// <summary>The checkout that the tests were built in.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Path of a file or folder of the data, or null where there is none.</summary>
    /// <param name="name">
    /// Begins with <c>data/</c> (the folder <c>KOSPARSE_DATA</c>), <c>golden/</c> (<c>KOSPARSE_GOLDEN</c>), <c>models/</c> (<c>KOSPARSE_MODELS</c>)
    /// or <c>peers/</c> (<c>KOSPARSE_PEERS</c>);
    /// without the variable, the folder of that name in <c>../shared</c>.
    /// </param>
    public static string? Find(string name)
    {
        (string kind, string inside) = Split(name);
        string root = Environment.GetEnvironmentVariable(Variables[kind]) is { Length: > 0 } given ? given : Path.Combine(Root, "..", "shared", kind);
        string path = Path.Combine(root, inside);
        return Path.Exists(path) ? path : null;
    }

    /// <summary>As <see cref="Find"/>, for tests that are skipped without the file.</summary>
    public static string Get(string name) => Find(name) ?? throw new FileNotFoundException(Missing([name]));

    /// <summary>Why a test with these needs is skipped, or null when everything is there.</summary>
    public static string? Missing(string[] needs)
    {
        string? absent = needs.FirstOrDefault(name => Find(name) is null);
        return absent is null ? null : $"There is no ../shared/{absent} beside the repository; {Variables[Split(absent).Kind]} may name another place.";
    }

    /// <summary>Path of a file under <c>tests/golden</c>.</summary>
    public static string Golden(string name) => Path.Combine(Root, "tests", "golden", name);

    private static (string Kind, string Inside) Split(string name)
    {
        string[] parts = name.Split('/', 2);
        return (parts[0], parts[1]);
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KoSparse.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Run the tests inside the repository.");
    }
}
