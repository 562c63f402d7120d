using System.CommandLine;
using KoSparse.Cli.Arguments;
using KoSparse.Training.Runs;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse stop RUN</c>: a run saves and ends.</summary>
internal static class StopCommand
{
    public static Command Build()
    {
        var name = new Argument<string>("run") { Description = "Folder of the run, or its name in outputs/." };
        var command = new Command("stop", "Ask a run to save and stop; waits until it has.") { name };
        command.SetAction(async (parsed, stop) =>
        {
            RunFolder run = RunFolder.Find(parsed.GetValue(name)!, Options.Outputs);
            RunStatus status = await RunStop.RunAsync(run, process => Console.WriteLine($"{run.Path}: process {process} is asked to save and stop …"), stop);
            Console.WriteLine($"{run.Path}: {status.Describe()}");
            if (status.State == RunState.Stopped)
            {
                Console.WriteLine($"  saved in {Path.Combine(run.Path, $"checkpoint_{status.Step}")}");
                Console.WriteLine($"  go on  {run.ResumeCommand()}");
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
