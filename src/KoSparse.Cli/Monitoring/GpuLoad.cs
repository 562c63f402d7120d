using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace KoSparse.Cli.Monitoring;

/// <summary>How busy one graphics processor is; null is what the driver does not tell.</summary>
/// <param name="Name">Number and model.</param>
/// <param name="Busy">Share of the time that it computed, 0 to 1.</param>
/// <param name="UsedGib">Memory in use.</param>
/// <param name="TotalGib">Memory it has.</param>
/// <param name="Celsius">Its temperature.</param>
internal sealed record GpuLoad(string Name, double? Busy, double? UsedGib, double? TotalGib, double? Celsius)
{
    private const double MebibytesPerGibibyte = 1024;

    private static readonly string[] Query =
        ["--query-gpu=index,name,utilization.gpu,memory.used,memory.total,temperature.gpu", "--format=csv,noheader,nounits"];

    /// <summary>What <c>nvidia-smi</c> tells; empty where there is none.</summary>
    public static IReadOnlyList<GpuLoad> ReadAll()
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo("nvidia-smi", Query) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? Parse(output) : [];
        }
        catch (Win32Exception)
        {
            return []; // There is no such program.
        }
    }

    /// <summary>Reads lines such as <c>0, NVIDIA H200, 73, 42188, 143771, 64</c>; what is no number was not told.</summary>
    public static IReadOnlyList<GpuLoad> Parse(string output) =>
    [
        .. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(',', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 6)
            .Select(cells => new GpuLoad(
                $"{cells[0]} {cells[1]}", Number(cells[2]) / 100, Number(cells[3]) / MebibytesPerGibibyte, Number(cells[4]) / MebibytesPerGibibyte, Number(cells[5]))),
    ];

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
}
