namespace KoSparse.Cli.Quickstart;

/// <summary>One command of the quickstart.</summary>
/// <param name="Title">What it does, for people.</param>
/// <param name="Arguments">The command line behind <c>kosparse</c>.</param>
/// <param name="Repeats">Runs again each time, because its output is what the person looks at.</param>
internal sealed record QuickstartStep(string Title, string[] Arguments, bool Repeats = false)
{
    /// <summary>The command as a person would type it.</summary>
    public string CommandLine => "./kosparse " + string.Join(' ', Arguments.Select(a => a.Contains(' ', StringComparison.Ordinal) || a.Contains('*', StringComparison.Ordinal) ? $"'{a}'" : a));
}
