using System.Globalization;

namespace KoSparse.Benchmarks;

/// <summary>Memory of this process as Linux counts it.</summary>
internal static class ProcessMemory
{
    /// <summary>Forgets the peak so far, and gives what is resident, in MiB.</summary>
    public static double ResetPeak()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers(); // which let go of mapped files
        GC.Collect();
        File.WriteAllText("/proc/self/clear_refs", "5");
        return StatusMib("VmRSS:");
    }

    /// <summary>The most that was resident since, in MiB.</summary>
    public static double PeakMib() => StatusMib("VmHWM:");

    private static double StatusMib(string key) => double.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(key, StringComparison.Ordinal))[key.Length..^2], CultureInfo.InvariantCulture) / 1024;
}
