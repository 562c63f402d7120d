using System.Diagnostics;
using KoSparse.Cli.Commands;

namespace KoSparse.Torch.Tests.Cli;

/// <summary>What a search loads: the loader of Linux tells every native library that a process opens (<c>LD_DEBUG=files</c>, ld.so(8)).</summary>
public sealed class SearchStartTests : IDisposable
{
    private const string Library = "libtorch";

    private readonly TinyModelFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Search_QuestionsByIdf_OpensNoFileOfLibtorch_Issue18()
    {
        string index = _files.File("index");
        string indexing = await LibrariesOf("indexing", "index", "--model", _files.Run, "--input", _files.Corpus, "--output", index);

        string searching = await LibrariesOf("searching", "search", "--model", _files.Run, "--index", index, TinyText.Question(2));

        Assert.Contains("libcoreclr", searching, StringComparison.Ordinal);
        Assert.DoesNotContain(Library, searching, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("LibTorchSharp", searching, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Library, indexing, StringComparison.OrdinalIgnoreCase); // documents run through the network: the check can fail
    }

    private async Task<string> LibrariesOf(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(KoSparseCommand).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LD_DEBUG"] = "files";
        start.Environment["LD_DEBUG_OUTPUT"] = _files.File(name);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{error}{await output}");
        return File.ReadAllText(Assert.Single(Directory.GetFiles(_files.File("."), $"{name}.{process.Id}")));
    }
}
