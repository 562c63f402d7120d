using System.Reflection;
using KoSparse.Tests.Api;

namespace KoSparse.Torch.Tests.Api;

/// <summary>Libraries that bring torch; the others and the comparison itself are in KoSparse.Tests.</summary>
public sealed class PublicApiTests
{
    private static readonly StoredApi Stored = new(Path.Combine(Repository.Root, "tests", "golden", "api"), Environment.GetEnvironmentVariable);

    private static readonly string[] Libraries = ["KoSparse.Modeling", "KoSparse.Training"];

    [Theory]
    [InlineData("KoSparse.Modeling")]
    [InlineData("KoSparse.Training")]
    public void PublicApi_OfALibrary_IsTheStoredOne(string name)
    {
        string? fault = Stored.Fault(Assembly.Load(name));

        Assert.True(fault is null, fault);
    }

    [Fact]
    public void Names_OfStoredApis_AreAllLibraries() => Assert.Equal(Libraries, Libraries.Intersect(Stored.Names));
}
