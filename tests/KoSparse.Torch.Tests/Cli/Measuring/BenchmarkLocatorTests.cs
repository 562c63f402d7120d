using KoSparse.Cli.Measuring;
using KoSparse.Evaluation.Benchmarks;

namespace KoSparse.Torch.Tests.Cli.Measuring;

public sealed class BenchmarkLocatorTests : IDisposable
{
    private static readonly string[] Variables = ["HF_HUB_CACHE", "KOSPARSE_DATA"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-locator-");
    private readonly string?[] _before = [.. Variables.Select(Environment.GetEnvironmentVariable)];

    public BenchmarkLocatorTests()
    {
        foreach (string variable in Variables)
        {
            Environment.SetEnvironmentVariable(variable, Directory.CreateDirectory(Path.Combine(_folder.FullName, variable)).FullName);
        }
    }

    public void Dispose()
    {
        foreach ((string variable, string? value) in Variables.Zip(_before))
        {
            Environment.SetEnvironmentVariable(variable, value);
        }

        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("ko-strategyqa", "HF_HUB_CACHE/datasets--taeminlee--Ko-StrategyQA/snapshots/0123")]
    [InlineData("someone/questions", "HF_HUB_CACHE/datasets--someone--questions/snapshots/0123")]
    [InlineData("villages", "KOSPARSE_DATA/benchmarks/villages")]
    public void Find_Name_GivesItsFolder(string name, string place)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, place)).FullName;

        Assert.Equal(folder, BenchmarkLocator.Find(name));
    }

    [Fact]
    public void Find_UnknownName_ListsTheKnownOnes()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "KOSPARSE_DATA/benchmarks/villages"));

        BenchmarkFormatException fault = Assert.Throws<BenchmarkFormatException>(() => BenchmarkLocator.Find("vilages"));

        Assert.Contains("Known here: ko-strategyqa, villages", fault.Message, StringComparison.Ordinal);
    }
}
