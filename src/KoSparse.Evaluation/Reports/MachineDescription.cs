using System.Runtime.InteropServices;

namespace KoSparse.Evaluation.Reports;

/// <summary>What figures were measured on.</summary>
/// <param name="Processor">Model of the processor, <c>unknown</c> where the system does not tell.</param>
/// <param name="Cores">Number of logical cores that the process may use.</param>
/// <param name="MemoryGib">Memory that the process may use, in GiB.</param>
/// <param name="OperatingSystem">Name and version.</param>
public sealed record MachineDescription(string Processor, int Cores, double MemoryGib, string OperatingSystem)
{
    private const string LinuxProcessors = "/proc/cpuinfo";

    /// <summary>Describes this machine.</summary>
    internal static MachineDescription Current() => new(
        ProcessorModel(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30), 1),
        RuntimeInformation.OSDescription);

    private static string ProcessorModel()
    {
        string? line = File.Exists(LinuxProcessors)
            ? File.ReadLines(LinuxProcessors).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return line is null ? "unknown" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
