using KoSparse.Cli;
using KoSparse.Cli.Commands;
using Spectre.Console;

namespace KoSparse.Torch.Tests.Cli;

/// <summary>Runs a command line in this process and keeps what it prints.</summary>
internal sealed record CommandLine(int Code, string Output, string Error)
{
    public static async Task<CommandLine> RunAsync(params string[] arguments)
    {
        (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
        using StringWriter written = new(), complained = new();
        Console.SetOut(written);
        Console.SetError(complained);
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(written) }); // it keeps the first it meets
        try
        {
            int code = await ExitCodes.RunAsync(KoSparseCommand.Build(), arguments);
            return new CommandLine(code, written.ToString(), complained.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
