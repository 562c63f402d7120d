using System.Diagnostics;
using KoSparse.Tests;

namespace KoSparse.OpenSearch.Tests.Cli;

/// <summary>What <c>kosparse</c> said when it was called as a program, and how it ended.</summary>
/// <param name="Code">Its exit status.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record KoSparseProgram(int Code, string Output, string Error)
{
    private static string Program { get; } = Built("KoSparse.Cli");

    /// <summary>Calls it in the repository.</summary>
    public static async Task<KoSparseProgram> RunAsync(params string[] arguments) => await RunAsync(new Dictionary<string, string>(), arguments);

    /// <summary>Calls it with variables of the environment.</summary>
    public static async Task<KoSparseProgram> RunAsync(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        ProcessStartInfo start = StartOf(arguments);
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return await EndOfAsync(start);
    }

    /// <summary>Starts one that does not end by itself.</summary>
    public static Process Start(params string[] arguments) => Process.Start(StartOf(arguments))!;

    /// <summary>Calls a program of <c>samples/</c>.</summary>
    public static Task<KoSparseProgram> RunSampleAsync(string sample, params string[] arguments) => EndOfAsync(StartOf(arguments, Built(sample)));

    private static string Built(string project) => Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", project, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), $"{project}.dll"));

    private static async Task<KoSparseProgram> EndOfAsync(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }

    private static ProcessStartInfo StartOf(string[] arguments, string? program = null) => new("dotnet", [program ?? Program, .. arguments])
    {
        WorkingDirectory = SharedData.Root,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        StandardOutputEncoding = System.Text.Encoding.UTF8,
        StandardErrorEncoding = System.Text.Encoding.UTF8,
    };
}
