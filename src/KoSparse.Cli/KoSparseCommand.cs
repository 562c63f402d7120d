using System.CommandLine;
using System.CommandLine.Help;
using KoSparse.Cli.Commands;

namespace KoSparse.Cli;

/// <summary>The verbs of <c>kosparse</c>, one file each.</summary>
internal static class KoSparseCommand
{
    /// <summary>Runs a command as a part of another one, which handles its faults and passes on the user's wish to stop.</summary>
    /// <remarks>A handler of signals for the part alone would be called after its end, and bring down the process.</remarks>
    public static Task<int> InvokePartAsync(string[] arguments, CancellationToken stop) => Build().Parse(arguments).InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop);

    // A plain command, not a RootCommand, which would be named after the assembly in every usage line.
    public static Command Build() => new("kosparse", "Train, measure, export and search with Korean neural sparse encoders.")
    {
        new HelpOption(),
        new VersionOption(),
        QuickstartCommand.Build(),
        PrepareCommand.Build(),
        PretrainCommand.Build(),
        FitCommand.Build(),
        TrainCommand.Build(),
        PipelineCommand.Build(),
        RunsCommand.Build(),
        StopCommand.Build(),
        TensorboardCommand.Build(),
        MonitorCommand.Build(),
        EvalCommand.Build(),
        BenchmarkCommand.Build(),
        AverageCommand.Build(),
        ConvertCommand.Build(),
        FetchCommand.Build(),
        UploadCommand.Build(),
        IndexCommand.Build(),
        SearchCommand.Build(),
    };
}
