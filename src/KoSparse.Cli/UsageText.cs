using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using KoSparse.Configuration;

namespace KoSparse.Cli;

/// <summary>What is wrong with a command line, in words of the user and not of .NET.</summary>
internal static partial class UsageText
{
    /// <summary>The message with the kind of value that is expected.</summary>
    public static string Of(string message) => Expected().Match(message) is { Success: true } match
        ? $"{match.Groups["option"].Value}: '{match.Groups["given"].Value}' is not {Kind(match.Groups["type"].Value)}."
        : message;

    /// <summary>What is said of words that look like options and are none, which the parser takes for values.</summary>
    public static string[] UnknownOptions(ParseResult parsed)
    {
        string[] known = [.. Commands(parsed.CommandResult).SelectMany(command => command.Options).SelectMany(option => option.Aliases.Append(option.Name)).Distinct()];
        return
        [
            .. parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
                .Where(token => token.Type == TokenType.Argument && token.Value.Length > 2 && token.Value.StartsWith("--", StringComparison.Ordinal))
                .Select(token => $"{token.Value}: no such option.{(NearestName.Find(token.Value.Split('=')[0], known) is { } near ? $" Did you mean {near}?" : "")}"),
        ];
    }

    /// <summary>A command and those that it is a verb of.</summary>
    private static IEnumerable<Command> Commands(CommandResult result) =>
        result.Parent is CommandResult parent ? Commands(parent).Prepend(result.Command) : [result.Command];

    /// <summary>Whether a message is about an argument that is not of its type.</summary>
    public static bool IsOfAnArgument(string message) => Expected().IsMatch(message);

    private static string Kind(string type) => type switch
    {
        _ when type.Contains("Int32", StringComparison.Ordinal) || type.Contains("Int64", StringComparison.Ordinal) => "a whole number",
        _ when type.Contains("Double", StringComparison.Ordinal) || type.Contains("Single", StringComparison.Ordinal) => "a number",
        _ when type.Contains("Boolean", StringComparison.Ordinal) => "true or false",
        _ when Choices(type) is { Length: > 0 } choices => $"one of {string.Join(", ", choices)}",
        _ => "a value that it takes",
    };

    private static string[] Choices(string type) => AppDomain.CurrentDomain.GetAssemblies()
        .Select(assembly => assembly.GetType(type)).FirstOrDefault(found => found is { IsEnum: true }) is { } choice
            ? Array.ConvertAll(Enum.GetNames(choice), name => name.ToLowerInvariant())
            : [];

    [GeneratedRegex(@"^Cannot parse argument '(?<given>.*)' for (option|command) '(?<option>[^']*)' as expected type '(?<type>[^']*)'\.", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Expected();
}
