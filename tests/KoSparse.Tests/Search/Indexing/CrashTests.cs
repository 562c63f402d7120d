using System.Diagnostics;
using System.Globalization;
using KoSparse.Search.Indexing;
using KoSparse.Search.Queries;
using KoSparse.Vectors;

namespace KoSparse.Tests.Search.Indexing;

public sealed class CrashTests
{
    private static readonly SparseVector All = SparseVector.FromTerms([new TermWeight(0, 1)]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Writer_KilledTwentyFiveTimes_LosesNoCommit(int seed)
    {
        using TemporaryFolder folder = new();
        string index = folder.File("index");
        Random random = new(seed);
        int commits = 0;
        for (int kill = 0; kill < 25; kill++)
        {
            int said = WriteAndKill(index, random.Next(1, 4), TimeSpan.FromMilliseconds(random.Next(60)));

            int found = CrashingWriter.LastCommit(index);
            Assert.InRange(found, Math.Max(said, commits), said + 1);
            commits = found;
            Assert.Equal((commits * (CrashingWriter.PerCommit - 1)) + 1, SearchIndex.Open(index).Search(All, int.MaxValue).Count);
            Assert.Empty(IndexCheck.Run(index));
        }

        Assert.True(commits > 25, $"only {commits} commits: the writer never got far");
    }

    /// <summary>Lets a writer commit some times, kills it a moment later, and gives the last commit that it told of.</summary>
    private static int WriteAndKill(string index, int commits, TimeSpan moment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CrashTests).Assembly.Location, "write-until-killed", index])
        {
            RedirectStandardOutput = true,
        };
        using Process writer = Process.Start(start)!;
        string last = "0";
        for (int commit = 0; commit < commits; commit++)
        {
            last = writer.StandardOutput.ReadLine()!;
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
}
