using System.Text.RegularExpressions;

namespace KoSparse.Hub;

/// <summary>Name of a repository on the Hub.</summary>
public static partial class RepositoryName
{
    /// <summary>Checks a name such as <c>klue/roberta-base</c> or <c>xlm-roberta-base</c>.</summary>
    /// <exception cref="HubException">It is none.</exception>
    /// <param name="name">The name.</param>
    /// <param name="withOwner">Whether the owner must be named: <c>user/model-name</c>.</param>
    public static string Checked(string name, bool withOwner = false) =>
        Pattern().IsMatch(name) && !name.Contains("..", StringComparison.Ordinal) && (!withOwner || name.Contains('/', StringComparison.Ordinal))
            ? name
            : throw new HubException($"'{name}' is not the name of a repository. Give one such as {(withOwner ? "user/model-name" : "klue/roberta-base")}.");

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9._-]{0,95}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,95})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
