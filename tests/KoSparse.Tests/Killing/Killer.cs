using System.Diagnostics;
using System.Globalization;

namespace KoSparse.Tests.Killing;

/// <summary>Kills writers at random moments, or fills their disk: what opens is whole, and nothing stands in the next one's way.</summary>
/// <remarks><c>KOSPARSE_KILLS=200</c> kills each so often; a few times where nothing is said.</remarks>
/// <param name="writers">By kind; the assembly's program runs them, see <see cref="Run"/>.</param>
internal sealed class Killer(IReadOnlyDictionary<string, KilledWriter> writers) : IDisposable
{
    private const int NoEnd = 1_000_000;

    private readonly TemporaryFolder _files = new();

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("KOSPARSE_KILLS"), out int kills) ? kills : 4;

    public void Dispose() => _files.Dispose();

    /// <summary>Writes states one after the other and says the number of each that is done; 1 where one could not be written.</summary>
    public static int Run(KilledWriter writer, string folder, int from, int to)
    {
        try
        {
            Console.WriteLine(from - 1);
            for (int state = from; state <= to; state++)
            {
                writer.Write(folder, state);
                Console.WriteLine(state);
            }

            return 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            Console.Error.WriteLine(fault.Message); // the last is how .NET tells of a file above its file system's limit
            return 1;
        }
    }

    /// <summary>Killed anywhere, it leaves the old state or the new.</summary>
    public void AssertSurvivesKills(string kind)
    {
        string folder = _files.File("killed/output");
        Directory.CreateDirectory(_files.File("killed"));
        int state = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            int said = WriteAndKill(kind, folder, state + 1, Random.Shared.Next(4), TimeSpan.FromMilliseconds(Random.Shared.Next(80)));

            int found = writers[kind].Read(folder) ?? said;
            Assert.InRange(found, said, said + 1);
            state = found;
        }

        AssertNextIsAsUninterrupted(kind, folder, state + 1);
    }

    /// <summary>A limit on the size of files stands for the full disk: the file that grows past it cannot be written.</summary>
    public void AssertSurvivesFullDisk(string kind)
    {
        string folder = _files.File("killed/output");
        Directory.CreateDirectory(_files.File("killed"));
        KilledWriter writer = writers[kind];
        writer.Write(folder, 1);
        string[] before = Finished(writer);

        using Process process = Start(kind, folder, 2, 2, fileLimit: 4);
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 1, $"exit {process.ExitCode}: {errors}");
        Assert.NotEqual("", errors.Trim());
        Assert.Equal(writer.MakesOver ? null : 1, writer.Read(folder));
        if (!writer.MakesOver)
        {
            Assert.Equal(before, Finished(writer));
        }

        AssertNextIsAsUninterrupted(kind, folder, 2);
    }

    private string[] Finished(KilledWriter writer) =>
        [.. KilledWriter.Names(_files.File("killed")).Where(name => writer.Begun is null || !name.Contains(writer.Begun, StringComparison.Ordinal))];

    /// <summary>The next one writes what one writes that nobody disturbed, and nothing is left of those that were killed.</summary>
    private void AssertNextIsAsUninterrupted(string kind, string folder, int state)
    {
        KilledWriter writer = writers[kind];
        writer.Write(folder, state);
        for (int one = writer.Grows ? 1 : state; one <= state; one++)
        {
            writer.Write(_files.File("whole/output"), one);
        }

        Assert.Equal(state, writer.Read(folder));
        Assert.Equal(writer.Contents(_files.File("whole")), writer.Contents(_files.File("killed")));
    }

    /// <summary>Lets it write some states, kills it a moment later, and gives the last state that it told of.</summary>
    private static int WriteAndKill(string kind, string folder, int from, int states, TimeSpan moment)
    {
        using Process writer = Start(kind, folder, from, NoEnd);
        string last = writer.StandardOutput.ReadLine()!;
        for (int i = 0; i < states; i++)
        {
            last = writer.StandardOutput.ReadLine() ?? last;
        }

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
            "bash", ["-c", $"{limit}exec \"$@\"", "bash", "dotnet", typeof(Killer).Assembly.Location, "write", kind, folder, $"{from}", $"{to}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // Its memory is a file to the limit on files.
        return Process.Start(start)!;
    }
}
