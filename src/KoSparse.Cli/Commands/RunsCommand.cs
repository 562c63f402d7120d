using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Running;
using KoSparse.Training.Runs;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse runs</c>: which runs there are, and how far each is.</summary>
internal static class RunsCommand
{
    public static Command Build()
    {
        var folder = new Argument<string>("folder") { Description = "Where to look, two folders deep.", DefaultValueFactory = _ => Options.Outputs };
        var command = new Command("runs", "List runs: running, finished, stopped or crashed, with step, loss and time left.") { folder };
        command.SetAction(parsed =>
        {
            RunFolder[] runs = [.. RunFolder.Under(parsed.GetValue(folder)!)];
            if (runs.Length == 0)
            {
                Console.WriteLine($"{parsed.GetValue(folder)}: no run yet. Start one: './kosparse train CONFIG', or 'make train-v28-bg' in the background.");
                return;
            }

            RunTable.Print(runs);
        });
        return command;
    }
}
