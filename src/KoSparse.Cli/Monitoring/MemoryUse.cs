using System.Globalization;

namespace KoSparse.Cli.Monitoring;

/// <summary>Memory of the machine, in GiB.</summary>
/// <param name="Used">What could not be had by asking for it now.</param>
/// <param name="Total">All of it.</param>
internal readonly record struct MemoryUse(double Used, double Total)
{
    private const string LinuxFile = "/proc/meminfo";
    private const double KibibytesPerGibibyte = 1 << 20;

    /// <summary>The memory now, or null on a system that does not tell.</summary>
    public static MemoryUse? Read() => File.Exists(LinuxFile) ? Parse(File.ReadAllLines(LinuxFile)) : null;

    /// <summary>Reads lines such as <c>MemAvailable:   19876543 kB</c> of proc(5).</summary>
    public static MemoryUse Parse(IReadOnlyList<string> lines)
    {
        double total = Gibibytes("MemTotal:");
        return new MemoryUse(total - Gibibytes("MemAvailable:"), total);

        double Gibibytes(string name) =>
            long.Parse(lines.First(l => l.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
            / KibibytesPerGibibyte;
    }
}
