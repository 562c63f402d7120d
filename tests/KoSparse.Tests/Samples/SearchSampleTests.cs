using System.Diagnostics;
using System.Text.Json;

namespace KoSparse.Tests.Samples;

/// <summary>The program in <c>samples/Search</c>, as it was built beside these tests.</summary>
public sealed class SearchSampleTests
{
    private static readonly string[] Heavy = ["torch", "KoSparse.Modeling", "KoSparse.Training"];

    private static string Output { get; } = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "Search", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))));

    [Fact]
    public void Files_OfTheSample_BringNoTorch()
    {
        string[] names = [.. Directory.GetFiles(Output, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path))];

        Assert.Contains("KoSparse.Encoding.dll", names);
        Assert.Contains("libonnxruntime.so", names);
        Assert.DoesNotContain(names, IsHeavy);
    }

    /// <summary>Of the sample, and of these tests, which use every library that does without torch.</summary>
    [Theory]
    [InlineData("Search")]
    [InlineData("KoSparse.Tests")]
    public void Dependencies_OfTheSampleAndTheTests_BringNoTorch(string program)
    {
        string path = Path.Combine(Output, "..", "..", program, Path.GetFileName(Output), $"{program}.deps.json");
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(path));
        string[] libraries = [.. json.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name)];

        Assert.Contains(libraries, library => library.StartsWith("KoSparse.Search/", StringComparison.Ordinal));
        Assert.Contains(libraries, library => library.StartsWith("KoSparse.Onnx/", StringComparison.Ordinal));
        Assert.DoesNotContain(libraries, IsHeavy);
    }

    [Fact]
    public void Program_QuestionAboutOneDocument_FindsIt()
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(Output, "Search.dll"), "models/mini", "밤에 배를 돕는 등대"])
        {
            WorkingDirectory = SharedData.Root,
            RedirectStandardOutput = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        using Process program = Process.Start(start)!;

        string output = program.StandardOutput.ReadToEnd();
        program.WaitForExit();

        Assert.Equal(0, program.ExitCode);
        Assert.Contains("등대는 밤바다를 지나는 배에 길을 알려 준다.", output.Split('\n')[0], StringComparison.Ordinal);
    }

    private static bool IsHeavy(string name) => Heavy.Any(heavy => name.Contains(heavy, StringComparison.OrdinalIgnoreCase));
}
