using System.Diagnostics;

namespace KoSparse.Torch.Tests.Packages;

/// <summary>What a program said, on both streams, and how it ended.</summary>
internal sealed record Finished(int Code, string Output)
{
    /// <summary>Runs a program in a folder.</summary>
    public static async Task<Finished> OfAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)))
        {
            start.Environment.Remove(name); // those of the build that runs these tests
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // nothing of it outlives the test
        using Process process = Process.Start(start)!;
        string[] said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new Finished(process.ExitCode, string.Concat(said));
    }
}
