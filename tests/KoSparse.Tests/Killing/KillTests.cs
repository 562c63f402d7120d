using System.Diagnostics;
using System.Globalization;

namespace KoSparse.Tests.Killing;

/// <summary>Writers that are killed at random moments, or whose disk is full: what opens is whole, and nothing stands in the next one's way.</summary>
/// <remarks><c>KOSPARSE_KILLS=200</c> kills each so often; a few times where nothing is said.</remarks>
public sealed class KillTests : IDisposable
{
    private const int NoEnd = 1_000_000;

    private readonly TemporaryFolder _files = new();

    public static TheoryData<string> Kinds => [.. KilledWriters.Kinds];

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("KOSPARSE_KILLS"), out int kills) ? kills : 5;

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_KilledAnywhere_LeavesTheOldStateOrTheNew_Issue19(string kind)
    {
        string folder = _files.File("killed/output");
        Directory.CreateDirectory(_files.File("killed"));
        int state = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            int said = WriteAndKill(kind, folder, state + 1, TimeSpan.FromMilliseconds(Random.Shared.Next(120)));

            int found = KilledWriters.Read(kind, folder);
            Assert.InRange(found, said, said + 1);
            state = found;
        }

        AssertNextIsAsUninterrupted(kind, folder, state + 1);
    }

    /// <summary>A limit on the size of files stands for the full disk: the file that grows past it cannot be written.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_DiskFull_LeavesTheOldState_Issue19(string kind)
    {
        string folder = _files.File("killed/output");
        Directory.CreateDirectory(_files.File("killed"));
        KilledWriters.Write(kind, folder, 1);
        string[] before = Names(_files.File("killed"));

        using Process writer = Start(kind, folder, 2, 2, fileLimit: 4);
        string errors = writer.StandardError.ReadToEnd();
        writer.WaitForExit();

        Assert.True(writer.ExitCode == 1, $"exit {writer.ExitCode}: {errors}");
        Assert.NotEqual("", errors.Trim());
        Assert.Equal(1, KilledWriters.Read(kind, folder));
        Assert.Equal(before, Names(_files.File("killed")).Where(name => !name.Contains(".part", StringComparison.Ordinal))); // what encode goes on with
        AssertNextIsAsUninterrupted(kind, folder, 2);
    }

    /// <summary>The next one writes what one writes that nobody disturbed, and nothing is left of those that were killed.</summary>
    private void AssertNextIsAsUninterrupted(string kind, string folder, int state)
    {
        KilledWriters.Write(kind, folder, state);
        KilledWriters.Write(kind, _files.File("whole/output"), state);
        Assert.Equal(state, KilledWriters.Read(kind, folder));
        Assert.Equal(Contents("whole", kind), Contents("killed", kind));
    }

    /// <summary>Files with their bytes; those of an index by their bytes alone, as no name is used twice.</summary>
    private string[] Contents(string name, string kind) =>
    [
        .. Names(_files.File(name)).Where(file => kind != "index" || file.EndsWith(".bin", StringComparison.Ordinal))
            .Select(file => (kind == "index" ? "" : $"{file} ") + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(_files.File(name), file))))),
    ];

    private static string[] Names(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];

    private static int WriteAndKill(string kind, string folder, int from, TimeSpan moment)
    {
        using Process writer = Start(kind, folder, from, NoEnd);
        string last = writer.StandardOutput.ReadLine()!;
        Thread.Sleep(moment);
        writer.Kill();
        writer.WaitForExit();
        while (writer.StandardOutput.ReadLine() is { } line)
        {
            last = line;
        }

        return int.Parse(last, CultureInfo.InvariantCulture);
    }

    private static Process Start(string kind, string folder, int from, int to, int? fileLimit = null)
    {
        string limit = fileLimit is { } size ? string.Create(CultureInfo.InvariantCulture, $"trap '' XFSZ; ulimit -f {size}; ") : "";
        var start = new ProcessStartInfo(
            "bash", ["-c", $"{limit}exec \"$@\"", "bash", "dotnet", typeof(KillTests).Assembly.Location, "write", kind, folder, $"{from}", $"{to}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // Its memory is a file to the limit on files.
        return Process.Start(start)!;
    }
}
