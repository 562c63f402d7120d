namespace KoSparse.Cli.Steps;

/// <summary>One command of a sequence.</summary>
/// <param name="Title">What it does, for people.</param>
/// <param name="Arguments">The command line behind <c>kosparse</c>.</param>
internal sealed record Step(string Title, string[] Arguments)
{
    /// <summary>File that it writes last; null where the sequence's own record stands for it.</summary>
    public string? Output { get; init; }

    /// <summary>Files that it reads; a file's name may hold <c>*</c>.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Runs again each time, because its output is what the person looks at.</summary>
    public bool Repeats { get; init; }

    /// <summary>The command as a person would type it.</summary>
    public string CommandLine => "./kosparse " + string.Join(' ', Arguments.Select(a => a.Contains(' ', StringComparison.Ordinal) || a.Contains('*', StringComparison.Ordinal) ? $"'{a}'" : a));
}
