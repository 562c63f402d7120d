using KoSparse.Evaluation.Benchmarks;

namespace KoSparse.Tests.Evaluation.Benchmarks;

public sealed class BenchmarkLocatorTests : IDisposable
{
    private const string Cache = "HF_HUB_CACHE";

    private readonly TemporaryFolder _folder = new();
    private readonly string? _before = Environment.GetEnvironmentVariable(Cache);

    public BenchmarkLocatorTests() => Environment.SetEnvironmentVariable(Cache, Directory.CreateDirectory(_folder.File(Cache)).FullName);

    private string Data => _folder.File("data");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Cache, _before);
        _folder.Dispose();
    }

    [Theory]
    [InlineData("ko-strategyqa", "HF_HUB_CACHE/datasets--taeminlee--Ko-StrategyQA/snapshots/0123")]
    [InlineData("someone/questions", "HF_HUB_CACHE/datasets--someone--questions/snapshots/0123")]
    [InlineData("villages", "data/benchmarks/villages")]
    public void Find_Name_GivesItsFolder(string name, string place)
    {
        string folder = Directory.CreateDirectory(_folder.File(place)).FullName;

        Assert.Equal(folder, BenchmarkLocator.Find(name, Data));
    }

    [Fact]
    public void Find_UnknownName_ListsTheKnownOnes()
    {
        Directory.CreateDirectory(_folder.File("data/benchmarks/villages"));

        BenchmarkFormatException fault = Assert.Throws<BenchmarkFormatException>(() => BenchmarkLocator.Find("vilages", Data));

        Assert.Contains("Known here: ko-strategyqa, villages", fault.Message, StringComparison.Ordinal);
    }
}
