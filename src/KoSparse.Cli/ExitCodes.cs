using System.CommandLine;
using System.CommandLine.Parsing;
using KoSparse.Configuration;
using KoSparse.Text;

namespace KoSparse.Cli;

/// <summary>What a command's end tells the shell: 0 done, 1 a fault, 2 bad usage or config, 130 interrupted.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Fault = 1;
    public const int BadUsage = 2;
    public const int Interrupted = 130;

    /// <summary>Runs a command line; a fault is printed as its message, not as a stack trace.</summary>
    public static async Task<int> RunAsync(Command root, string[] args)
    {
        try
        {
            ParseResult parsed = root.Parse(args);
            if (UsageText.UnknownOptions(parsed) is { Length: > 0 } unknown)
            {
                return TellUsage(parsed, unknown);
            }

            if (parsed.Errors.Count > 0 && parsed.CommandResult.Command.Action is not null) // without one a verb is missing, and the help shows which there are
            {
                return TellUsage(parsed, parsed.Errors.Select(error => UsageText.Of(error.Message)));
            }

            // Our own handling prints messages alone; an interrupt is waited for, so that a run can save before it ends.
            int code = await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromMinutes(5),
            });
            return parsed.Errors.Count == 0 ? code : TellUsage(parsed, []);
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (InvalidOperationException exception) when (UsageText.IsOfAnArgument(exception.Message)) // where a check asks for a value that is none
        {
            return Tell(exception, BadUsage);
        }
        catch (ConfigException exception)
        {
            return Tell(exception, BadUsage);
        }
        catch (AggregateException exception) // of work on several cores: the first fault says it
        {
            Exception first = exception.Flatten().InnerExceptions[0];
            return first is OperationCanceledException ? Interrupted : Tell(first, Fault);
        }
#pragma warning disable CA1031 // The one place where every fault becomes a message.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Tell(exception, Fault);
        }
    }

    private static int TellUsage(ParseResult parsed, IEnumerable<string> faults)
    {
        foreach (string fault in faults)
        {
            Console.Error.WriteLine(ForeignText.Message(fault));
        }

        Console.Error.WriteLine($"Run '{PathOf(parsed.CommandResult)} --help' to see what it takes.");
        return BadUsage;
    }

    private static string PathOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}" : result.Command.Name;

    private static int Tell(Exception exception, int code)
    {
        Console.Error.WriteLine(ForeignText.Message(TorchText.Of(exception) ?? UsageText.Of(exception.Message)));
        if (Environment.GetEnvironmentVariable("KOSPARSE_TRACE") is not null)
        {
            Console.Error.WriteLine(exception);
        }

        return code;
    }
}
