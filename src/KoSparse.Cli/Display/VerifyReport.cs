using KoSparse.Training.FineTuning;
using Spectre.Console;

namespace KoSparse.Cli.Display;

/// <summary>What <c>train --verify</c> found and would run.</summary>
internal static class VerifyReport
{
    public static void Print(TrainingRun run)
    {
        Table table = new Table().AddColumns("what", "found").Border(TableBorder.Markdown);
        foreach ((string what, string found) in run.Describe())
        {
            table.AddRow(WideConsole.Cell(what), WideConsole.Cell(found));
        }

        WideConsole.Open().Write(table);
        Console.WriteLine("Everything fits. Without --verify this would train.");
    }
}
