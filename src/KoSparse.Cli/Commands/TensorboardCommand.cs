using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Curves;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse tensorboard</c>: the curves of runs in a browser, without TensorBoard.</summary>
internal static class TensorboardCommand
{
    private const int TensorBoardsOwnPort = 6006;

    public static Command Build()
    {
        var folders = new Argument<string[]>("folders") { Description = "Runs, or folders that hold runs.", DefaultValueFactory = _ => [Options.Outputs] };
        var port = new Option<int>("--port") { Description = "Port on this machine; 0 takes a free one.", DefaultValueFactory = _ => TensorBoardsOwnPort };
        var command = new Command("tensorboard", "Show the curves of runs in a browser; they grow while the runs go on.") { folders, port };
        command.SetAction(async (parsed, stop) =>
        {
            string[] shown = parsed.GetValue(folders)!;
            await CurveServer.RunAsync(
                CurveServer.Source(shown),
                parsed.GetValue(port),
                url => Console.WriteLine($"{string.Join(", ", shown)}: curves at {url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)} (Ctrl-C ends)"),
                stop);
            return ExitCodes.Done;
        });
        return command;
    }
}
