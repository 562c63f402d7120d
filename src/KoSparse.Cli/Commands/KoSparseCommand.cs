using System.CommandLine;
using System.CommandLine.Help;
using KoSparse.Cli.Commands.OpenSearch;

namespace KoSparse.Cli.Commands;

/// <summary>The verbs of <c>kosparse</c>, one file each.</summary>
internal static class KoSparseCommand
{
    /// <summary>In the order of the help.</summary>
    private static readonly (string Name, Func<Command> Build)[] Verbs =
    [
        ("quickstart", QuickstartCommand.Build),
        ("prepare", PrepareCommand.Build),
        ("tokenize", TokenizeCommand.Build),
        ("pretrain", PretrainCommand.Build),
        ("transfer", TransferCommand.Build),
        ("fit", FitCommand.Build),
        ("expand", ExpandCommand.Build),
        ("train", TrainCommand.Build),
        ("pipeline", PipelineCommand.Build),
        ("runs", RunsCommand.Build),
        ("stop", StopCommand.Build),
        ("tensorboard", TensorboardCommand.Build),
        ("monitor", MonitorCommand.Build),
        ("eval", EvalCommand.Build),
        ("benchmark", BenchmarkCommand.Build),
        ("average", AverageCommand.Build),
        ("convert", ConvertCommand.Build),
        ("export", ExportCommand.Build),
        ("fetch", FetchCommand.Build),
        ("upload", UploadCommand.Build),
        ("encode", EncodeCommand.Build),
        ("index", IndexCommand.Build),
        ("search", SearchCommand.Build),
        ("opensearch", OpenSearchCommand.Build),
        ("serve", ServeCommand.Build),
        ("health", HealthCommand.Build),
    ];

    /// <summary>Runs a command as a part of another one, which handles its faults and passes on the user's wish to stop.</summary>
    /// <remarks>A handler of signals for the part alone would be called after its end, and bring down the process.</remarks>
    public static Task<int> InvokePartAsync(string[] arguments, CancellationToken stop) => Build(arguments[0]).Parse(arguments).InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop);

    /// <summary>The command, with all verbs or, where the first word of the command line is one, with that alone: a search does not wait for the others.</summary>
    /// <param name="first">The first word; null for all verbs.</param>
    public static Command Build(string? first = null)
    {
        (string Name, Func<Command> Build)[] asked = [.. Verbs.Where(verb => verb.Name == first)];

        // A plain command, not a RootCommand, which would be named after the assembly in every usage line.
        var command = new Command("kosparse", "Train, measure, export and search with Korean neural sparse encoders.") { new HelpOption(), new VersionOption() };
        foreach ((_, Func<Command> build) in asked.Length > 0 ? asked : Verbs)
        {
            command.Add(build());
        }

        return command;
    }
}
