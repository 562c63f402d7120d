using System.CommandLine;
using System.CommandLine.Help;
using KoSparse.Cli.Commands;

namespace KoSparse.Cli;

/// <summary>The verbs of <c>kosparse</c>, one file each.</summary>
internal static class KoSparseCommand
{
    // A plain command, not a RootCommand, which would be named after the assembly in every usage line.
    public static Command Build() => new("kosparse", "Train, measure, export and search with Korean neural sparse encoders.")
    {
        new HelpOption(),
        new VersionOption(),
        QuickstartCommand.Build(),
        PrepareCommand.Build(),
        TrainCommand.Build(),
        EvalCommand.Build(),
        BenchmarkCommand.Build(),
        ConvertCommand.Build(),
        IndexCommand.Build(),
        SearchCommand.Build(),
    };
}
