namespace KoSparse.Cli.Monitoring;

/// <summary>How busy this machine is; null is what the system does not tell.</summary>
/// <param name="Processors">Share of the processors' time, 0 to 1.</param>
/// <param name="Memory">Memory.</param>
/// <param name="DiskFreeGib">Room on the disk of the runs.</param>
/// <param name="DiskTotalGib">Size of that disk.</param>
/// <param name="Gpus">Graphics processors.</param>
internal sealed record MachineLoad(
    double? Processors, MemoryUse? Memory, double DiskFreeGib, double DiskTotalGib, IReadOnlyList<GpuLoad> Gpus)
{
    private const double BytesPerGibibyte = 1 << 30;

    /// <summary>Looks for a while and tells what the machine did meanwhile.</summary>
    /// <param name="folder">A folder on the disk to tell of.</param>
    /// <param name="time">How long to look.</param>
    /// <param name="stop">Ends it early.</param>
    public static async Task<MachineLoad> MeasureAsync(string folder, TimeSpan time, CancellationToken stop)
    {
        CpuTimes? before = CpuTimes.Read();
        await Task.Delay(time, stop);
        var disk = new DriveInfo(Path.GetFullPath(folder));
        return new MachineLoad(
            before is { } then ? CpuTimes.Read()!.Value.BusySince(then) : null,
            MemoryUse.Read(),
            disk.AvailableFreeSpace / BytesPerGibibyte,
            disk.TotalSize / BytesPerGibibyte,
            GpuLoad.ReadAll());
    }
}
