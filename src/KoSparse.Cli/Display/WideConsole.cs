using KoSparse.Text;
using Spectre.Console;

namespace KoSparse.Cli.Display;

/// <summary>The console as it is now, for tables: a pipe has no width of its own, and would cut them.</summary>
internal static class WideConsole
{
    private const int LeastWidth = 150;

    /// <summary>A text as a cell of a table: neither markup nor anything else in it is obeyed.</summary>
    public static string Cell(string text) => Markup.Escape(ForeignText.Shown(text));

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
