using System.CommandLine;
using System.Globalization;
using KoSparse.Cli.Arguments;
using KoSparse.Cli.Display;
using KoSparse.Cli.Monitoring;
using KoSparse.Training.Runs;
using Spectre.Console;

namespace KoSparse.Cli.Commands;

/// <summary><c>kosparse monitor</c>: how busy the machine is, and how fast its runs are.</summary>
internal static class MonitorCommand
{
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(500);

    public static Command Build()
    {
        var folder = new Argument<string>("folder") { Description = "Where the runs are.", DefaultValueFactory = _ => Options.Outputs };
        var once = new Option<bool>("--once") { Description = "Print one frame and end." };
        var interval = new Option<int>("--interval") { Description = "Seconds between two frames.", DefaultValueFactory = _ => 2 };
        Options.Require(interval, value => value >= 1, "--interval: must be at least 1 second.");
        var command = new Command("monitor", "Watch GPU, CPU, memory, disk and the running trainings.") { folder, once, interval };
        command.SetAction(async (parsed, stop) =>
        {
            string runs = parsed.GetValue(folder)!;
            IAnsiConsole console = WideConsole.Open();
            if (parsed.GetValue(once))
            {
                console.Write((await LookAsync(runs, ShortestLook, stop)).Render());
                return ExitCodes.Done;
            }

            await WatchAsync(console, time => LookAsync(runs, time, stop), TimeSpan.FromSeconds(parsed.GetValue(interval)));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Goes on until the user stops it.</summary>
    private static async Task WatchAsync(IAnsiConsole console, Func<TimeSpan, Task<MonitorFrame>> look, TimeSpan interval)
    {
        MonitorFrame first = await look(ShortestLook);
        if (Console.IsOutputRedirected || !console.Profile.Capabilities.Interactive)
        {
            for (MonitorFrame frame = first; ; frame = await look(interval))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss}  {frame.Line()}"));
            }
        }

        await console.Live(first.Render()).StartAsync(async context =>
        {
            while (true)
            {
                context.UpdateTarget((await look(interval)).Render());
            }
        });
    }

    private static async Task<MonitorFrame> LookAsync(string folder, TimeSpan time, CancellationToken stop)
    {
        MachineLoad load = await MachineLoad.MeasureAsync(Directory.Exists(folder) ? folder : ".", time, stop);
        return new MonitorFrame(load, [.. RunFolder.Under(folder).Select(run => (run, run.Status())).Where(one => one.Item2.State == RunState.Running)]);
    }
}
