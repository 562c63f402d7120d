using System.CommandLine;

namespace KoSparse.Cli.Arguments;

/// <summary>Options that several commands share.</summary>
internal static class Options
{
    /// <summary>Where runs are, unless another folder is named.</summary>
    public const string Outputs = "outputs";

    public static Option<string> Tokenizer() => new("--tokenizer")
    {
        Description = "Folder or file of the tokenizer.",
        DefaultValueFactory = _ => "models/tokenizer",
    };

    public static Option<string[]> Corpus() => new("--corpus")
    {
        Description = "Documents or triplets, .jsonl or .jsonl.gz; globs.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    public static Option<string> Output(string description) => new("--output-dir", "-o") { Description = description, Required = true };

    public static Option<string> Model() => new("--model") { Description = "Folder of a trained model, or of the run that trained it.", Required = true };

    public static Option<string[]> Set() => new("--set") { Description = "Override a setting: path=value. May be given several times." };

    public static Option<string[]> Encode() => new("--set") { Description = "Encode otherwise than the model's config.json says: encode.setting=value, such as encode.expansion_share=0.5. May be given several times." };

    public static Option<bool> Resume() => new("--resume") { Description = "Go on from the newest checkpoint of the run." };

    public static Option<bool> Background() => new("--background")
    {
        Description = "Train on when the terminal closes; prints the process, the log and how to stop.",
    };

    /// <summary>Refuses values of an option.</summary>
    /// <param name="option">The option.</param>
    /// <param name="isGood">Whether a value may be given.</param>
    /// <param name="message">What may be given.</param>
    public static void Require<T>(Option<T> option, Func<T?, bool> isGood, string message) => option.Validators.Add(result =>
    {
        if (!isGood(result.GetValueOrDefault<T>())) // what is no such value at all throws, and is told as any other that is none
        {
            result.AddError(message);
        }
    });

    /// <summary>The command's arguments as they were given, without one option.</summary>
    public static IEnumerable<string> ArgumentsWithout(Option option, ParseResult parsed) =>
        parsed.Tokens.Select(token => token.Value).Where(token => token != option.Name);

    /// <summary>The command as it was given, for reports that say how to make them again.</summary>
    public static string CommandLine(ParseResult parsed) =>
        $"./kosparse {string.Join(' ', parsed.Tokens.Select(token => token.Value.Contains(' ', StringComparison.Ordinal) ? $"'{token.Value}'" : token.Value))}";

    /// <summary>The folder of real data: <c>KOSPARSE_DATA</c>, else <c>../shared/data</c>, else null.</summary>
    public static string? DataFolder()
    {
        string folder = Environment.GetEnvironmentVariable("KOSPARSE_DATA") ?? Path.Combine("..", "shared", "data");
        return Directory.Exists(folder) ? folder : null;
    }
}
