using System.Reflection;

namespace KoSparse.Tests.Api;

/// <summary>The public API that was agreed on, a file for each library under <c>tests/golden/api</c>.</summary>
/// <param name="folder">The folder of these files.</param>
/// <param name="environment">Reads a variable of the environment.</param>
internal sealed class StoredApi(string folder, Func<string, string?> environment)
{
    private const string Accepting = "KOSPARSE_ACCEPT_API";

    /// <summary>Whether differences are written instead of reported: <c>KOSPARSE_ACCEPT_API=1</c>.</summary>
    public bool Accepts => environment(Accepting) is { Length: > 0 };

    /// <summary>Names of the libraries that have a file.</summary>
    public IReadOnlyList<string> Names =>
        [.. Directory.GetFiles(folder, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    /// <summary>Why a library differs from its file, or null when it does not or the file was written anew.</summary>
    public string? Fault(Assembly library)
    {
        string name = library.GetName().Name!;
        string path = Path.Combine(folder, $"{name}.txt");
        IReadOnlyList<string> now = PublicApi.Of(library);
        string[] before = File.Exists(path) ? File.ReadAllLines(path) : [];
        string[] differences = [.. Differences(before, now)];
        if (differences.Length == 0)
        {
            return null;
        }

        if (!Accepts)
        {
            return $"The public API of {name} is not that of tests/golden/api/{name}.txt:\n{string.Join('\n', differences)}\n" +
                $"If this is meant: {Accepting}=1 dotnet test KoSparse.slnx -c Release --filter PublicApi";
        }

        if (environment("CI") is { Length: > 0 })
        {
            return $"{Accepting} is set where CI is: a build does not accept its own changes.";
        }

        File.WriteAllText(path, string.Concat(now.Select(line => line + "\n")));
        return null;
    }

    /// <summary>Lines that went (<c>-</c>) and came (<c>+</c>), members after the name of their type.</summary>
    public static IEnumerable<string> Differences(IReadOnlyList<string> before, IReadOnlyList<string> now)
    {
        string[] old = [.. Whole(before)];
        string[] fresh = [.. Whole(now)];
        return old.Except(fresh).Select(line => "- " + line).Concat(fresh.Except(old).Select(line => "+ " + line));
    }

    private static IEnumerable<string> Whole(IReadOnlyList<string> lines)
    {
        string type = "";
        foreach (string line in lines)
        {
            if (line.StartsWith(' '))
            {
                yield return $"{type} {line.Trim()}";
                continue;
            }

            type = line[..(line.IndexOf(": ", StringComparison.Ordinal) + 1)];
            yield return line;
        }
    }
}
