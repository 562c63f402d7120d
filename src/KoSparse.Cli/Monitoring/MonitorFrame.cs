using System.Globalization;
using KoSparse.Cli.Display;
using KoSparse.Cli.Running;
using KoSparse.Training.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;
using Cell = Spectre.Console.Text;

namespace KoSparse.Cli.Monitoring;

/// <summary>One look at the machine and its runs: a frame for a terminal, a line for a file.</summary>
/// <param name="load">The machine.</param>
/// <param name="runs">The runs that are going on.</param>
internal sealed class MonitorFrame(MachineLoad load, IReadOnlyList<(RunFolder Run, RunStatus Status)> runs)
{
    private const int BarWidth = 28;

    /// <summary>Bars for the machine, and a table of the runs.</summary>
    public IRenderable Render()
    {
        Grid machine = new Grid().AddColumns(3);
        AddRow(machine, "cpu", load.Processors, load.Processors is { } busy ? $"{Percent(busy)} of {Environment.ProcessorCount} cores" : "not told by this system");
        AddRow(machine, "memory", load.Memory is { } use ? use.Used / use.Total : null, Memory(load.Memory?.Used, load.Memory?.Total));
        AddRow(machine, "disk", 1 - (load.DiskFreeGib / load.DiskTotalGib), $"{Number(load.DiskFreeGib)} GiB free of {Number(load.DiskTotalGib)}");
        foreach (GpuLoad gpu in load.Gpus)
        {
            AddRow(machine, "gpu", gpu.Busy, Gpu(gpu));
        }

        if (load.Gpus.Count == 0)
        {
            AddRow(machine, "gpu", null, "none (nvidia-smi tells of none)");
        }

        return new Rows(machine, runs.Count > 0 ? RunTable.Of(runs) : new Cell("No run is going on."));
    }

    /// <summary>The same in one line.</summary>
    public string Line() => string.Join("  ",
    [
        $"cpu {(load.Processors is { } busy ? Percent(busy) : "?")}",
        $"memory {Memory(load.Memory?.Used, load.Memory?.Total)}",
        $"disk {Number(load.DiskFreeGib)} GiB free",
        .. load.Gpus.Select(gpu => $"gpu {Gpu(gpu)}"),
        .. runs.Select(one => one.Status.Progress is { } told
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{one.Run.Path} {told.Step:N0}/{told.TotalSteps:N0} loss {told.Loss:F3} {told.TokensPerSecond:N0} tokens/s {TrainingDisplay.Left(told.Remaining)} left")
            : $"{one.Run.Path} starts"),
    ]);

    private static void AddRow(Grid grid, string name, double? share, string text) => grid.AddRow(new Cell(name), Bar(share), new Cell(text));

    private static Cell Bar(double? share)
    {
        int filled = (int)Math.Round(BarWidth * Math.Clamp(share ?? 0, 0, 1));
        return new Cell(share is null ? "" : new string('━', filled) + new string('─', BarWidth - filled));
    }

    private static string Gpu(GpuLoad gpu) =>
        $"{gpu.Name}: {(gpu.Busy is { } busy ? Percent(busy) : "? %")}, {Memory(gpu.UsedGib, gpu.TotalGib)}" +
        (gpu.Celsius is { } celsius ? $", {celsius.ToString("F0", CultureInfo.InvariantCulture)} °C" : "");

    private static string Memory(double? used, double? total) => used is null || total is null ? "?" : $"{Number(used.Value)} of {Number(total.Value)} GiB";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F0} %");

    private static string Number(double value) => value.ToString("F1", CultureInfo.InvariantCulture);
}
