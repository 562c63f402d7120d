using System.CommandLine;
using KoSparse.Cli.Commands;

namespace KoSparse.Cli;

/// <summary>The verbs of <c>kosparse</c>, one file each.</summary>
internal static class KoSparseCommand
{
    public static RootCommand Build() => new("KoSparse: train, measure, export and search with Korean neural sparse encoders.")
    {
        QuickstartCommand.Build(),
        PrepareCommand.Build(),
        TrainCommand.Build(),
    };
}
