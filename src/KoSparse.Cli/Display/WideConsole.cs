using Spectre.Console;

namespace KoSparse.Cli.Display;

/// <summary>The console as it is now, for tables: a pipe has no width of its own, and would cut them.</summary>
internal static class WideConsole
{
    private const int LeastWidth = 150;

    public static IAnsiConsole Open()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = Math.Max(console.Profile.Width, LeastWidth);
        }

        return console;
    }
}
