using System.Globalization;

namespace KoSparse.Torch.Tests.Cli;

/// <summary>A test that opens many files at once, such as connections: skipped where a process may not (<c>ulimit -n</c>).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ManyFilesFactAttribute : FactAttribute
{
    public ManyFilesFactAttribute(int files)
    {
        string? limit = File.Exists("/proc/self/limits") ? File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal)) : null;
        if (limit is not null && int.TryParse(limit.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], NumberStyles.None, CultureInfo.InvariantCulture, out int most) && most < files)
        {
            Skip = $"A process may open {most} files here, and the test opens {files} ('ulimit -n {files}').";
        }
    }
}
