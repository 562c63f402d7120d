using KoSparse.Cli.Monitoring;

namespace KoSparse.Torch.Tests.Cli.Monitoring;

public sealed class MachineLoadTests
{
    /// <summary>Between the lines: user +30, nice 0, system +10, idle +50, iowait +10; 40 of 100 ticks were busy.</summary>
    [Fact]
    public void BusySince_TwoLinesOfProcStat_IsTheShareOfTicks()
    {
        CpuTimes before = CpuTimes.Parse("cpu  100 5 50 1000 20 0 0 0 99 0");
        CpuTimes after = CpuTimes.Parse("cpu  130 5 60 1050 30 0 0 0 120 0");

        Assert.Equal(0.4, after.BusySince(before), 12);
        Assert.Equal(0, before.BusySince(before));
    }

    [Fact]
    public void MemoryUse_LinesOfMeminfo_CountsWhatIsNotAvailable()
    {
        MemoryUse use = MemoryUse.Parse(["MemTotal:       16777216 kB", "MemFree:         1048576 kB", "MemAvailable:   12582912 kB"]);

        Assert.Equal((4.0, 16.0), (use.Used, use.Total));
    }

    /// <summary>As an H200 tells, and as one that is split into instances does.</summary>
    [Fact]
    public void Gpu_LinesOfNvidiaSmi_KeepsWhatIsNotTold()
    {
        IReadOnlyList<GpuLoad> gpus = GpuLoad.Parse("0, NVIDIA H200, 73, 43008, 143360, 64\n1, NVIDIA H200, [N/A], [N/A], 143360, 31\n");

        Assert.Equal([new GpuLoad("0 NVIDIA H200", 0.73, 42, 140, 64), new GpuLoad("1 NVIDIA H200", null, null, 140, 31)], gpus);
    }

    [Fact]
    public async Task Monitor_Once_PrintsTheMachineAndEnds()
    {
        DirectoryInfo outputs = Directory.CreateTempSubdirectory("kosparse-monitor-"); // runs in the folder of all temporary files are not ours
        try
        {
            CommandLine line = await CommandLine.RunAsync("monitor", "--once", outputs.FullName);

            Assert.Equal((0, ""), (line.Code, line.Error));
            Assert.All(new[] { "cpu", "memory", "disk", "gpu", "No run is going on." }, word => Assert.Contains(word, line.Output, StringComparison.Ordinal));
        }
        finally
        {
            outputs.Delete(recursive: true);
        }
    }
}
