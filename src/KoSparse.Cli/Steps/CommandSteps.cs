using KoSparse.Training.Steps;

namespace KoSparse.Cli.Steps;

/// <summary>Makes steps of the commands of this program.</summary>
/// <param name="invoke">Runs a command.</param>
internal sealed class CommandSteps(Func<string[], CancellationToken, Task<int>> invoke)
{
    /// <summary>A command as a step.</summary>
    /// <param name="title">What it does, for people.</param>
    /// <param name="arguments">The command line behind <c>kosparse</c>.</param>
    public PipelineStep Of(string title, string[] arguments) => new(title, CommandLine(arguments), stop => invoke(arguments, stop));

    /// <summary>The command as a person would type it.</summary>
    private static string CommandLine(string[] arguments) => "./kosparse " + string.Join(' ', arguments.Select(Quoted));

    private static string Quoted(string argument) => argument.AsSpan().IndexOfAny(' ', '*') >= 0 ? $"'{argument}'" : argument;
}
