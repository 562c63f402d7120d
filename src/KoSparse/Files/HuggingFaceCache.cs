namespace KoSparse.Files;

/// <summary>Where Hugging Face's own programs keep what they fetched, and the token.</summary>
public static class HuggingFaceCache
{
    private const string Branch = "main";

    /// <summary>Their folder: <c>HF_HOME</c>, else <c>huggingface</c> under <c>XDG_CACHE_HOME</c> or <c>~/.cache</c>.</summary>
    public static string Home => Variable("HF_HOME") ?? Path.Combine(
        Variable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "huggingface");

    /// <summary>The cache of models: <c>HF_HUB_CACHE</c> or <c>HUGGINGFACE_HUB_CACHE</c>, else <c>hub</c> in <see cref="Home"/>.</summary>
    public static string Hub => Variable("HF_HUB_CACHE") ?? Variable("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(Home, "hub");

    /// <summary>An environment variable, or null where it is unset or empty.</summary>
    public static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Folders of a repository in the cache: what its main branch was last, then other states of it, newest first.</summary>
    /// <param name="name">A name such as <c>klue/roberta-base</c>.</param>
    /// <param name="kind"><c>models</c> or <c>datasets</c>.</param>
    public static IEnumerable<string> Snapshots(string name, string kind = "models")
    {
        ArgumentNullException.ThrowIfNull(name);
        string repository = Path.Combine(Hub, $"{kind}--{name.Replace("/", "--", StringComparison.Ordinal)}");
        string snapshots = Path.Combine(repository, "snapshots");
        string main = Path.Combine(repository, "refs", Branch);
        if (File.Exists(main))
        {
            yield return Path.Combine(snapshots, InputFile.ReadText(main).Trim());
        }

        if (Directory.Exists(snapshots))
        {
            foreach (string folder in Directory.GetDirectories(snapshots).OrderByDescending(Directory.GetLastWriteTimeUtc))
            {
                yield return folder;
            }
        }
    }
}
