using System.Globalization;

namespace KoSparse.Cli.Monitoring;

/// <summary>What all processors did since the machine started, in ticks.</summary>
/// <param name="Busy">Computing, for whomever.</param>
/// <param name="All">All ticks, idle ones included.</param>
internal readonly record struct CpuTimes(long Busy, long All)
{
    private const string LinuxFile = "/proc/stat";
    private const int IdleColumn = 3;
    private const int WaitingForDiskColumn = 4;
    private const int Columns = 8; // user to steal; guest times are part of user

    /// <summary>The times now, or null on a system that does not tell.</summary>
    public static CpuTimes? Read() => File.Exists(LinuxFile) ? Parse(File.ReadLines(LinuxFile).First()) : null;

    /// <summary>Reads the line <c>cpu  user nice system idle iowait irq softirq steal …</c> of proc(5).</summary>
    public static CpuTimes Parse(string line)
    {
        long[] ticks =
        [
            .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(Columns)
                .Select(cell => long.Parse(cell, CultureInfo.InvariantCulture)),
        ];
        long all = ticks.Sum();
        return new CpuTimes(all - ticks[IdleColumn] - ticks[WaitingForDiskColumn], all);
    }

    /// <summary>Share of the time since then that the processors were busy, 0 to 1.</summary>
    public double BusySince(CpuTimes then) => All > then.All ? (double)(Busy - then.Busy) / (All - then.All) : 0;
}
