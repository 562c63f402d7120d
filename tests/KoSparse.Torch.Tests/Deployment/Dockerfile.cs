using System.Text.Json;
using System.Text.RegularExpressions;

namespace KoSparse.Torch.Tests.Deployment;

/// <summary>The lines of <c>deploy/Dockerfile</c> that run something.</summary>
internal static partial class Dockerfile
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "Dockerfile")).Replace("\\\n", "", StringComparison.Ordinal);

    /// <summary>What builds the program, for a shell.</summary>
    public static string Build { get; } = Line("RUN")["RUN ".Length..];

    /// <summary>What the container runs, before its command.</summary>
    public static string[] Entry { get; } = Words(Line("ENTRYPOINT"));

    /// <summary>The command, where nobody gives another.</summary>
    public static string[] Command { get; } = Words(Line("CMD"));

    /// <summary>What asks whether it is well.</summary>
    public static string[] Check { get; } = Words(Line("HEALTHCHECK"));

    /// <summary>What of the checkout an engine sends to the build.</summary>
    public static string[] Context { get; } =
        [.. File.ReadAllLines(Path.Combine(Repository.Root, "deploy", "Dockerfile.dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..])];

    private static string Line(string instruction) => Text.Split('\n').Single(line => line.StartsWith(instruction + " ", StringComparison.Ordinal));

    private static string[] Words(string line) => JsonSerializer.Deserialize<string[]>(List().Match(line).Value)!;

    [GeneratedRegex(@"\[.*\]$")]
    private static partial Regex List();
}
