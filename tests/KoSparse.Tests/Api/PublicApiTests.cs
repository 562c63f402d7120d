using System.Reflection;
using KoSparse.Tests.Architecture;

namespace KoSparse.Tests.Api;

/// <summary>Libraries without torch; the others are in KoSparse.Torch.Tests.</summary>
public sealed class PublicApiTests
{
    private static readonly StoredApi Stored = new(SharedData.Golden("api"), Environment.GetEnvironmentVariable);

    private static string[] Libraries { get; } = [.. House.Projects("src").Select(p => p.Name).Except(ProjectArrows.Torch).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Compared { get; } = [.. Libraries];

    [Theory]
    [MemberData(nameof(Compared))]
    public void PublicApi_OfALibrary_IsTheStoredOne(string name)
    {
        string? fault = Stored.Fault(Assembly.Load(name));

        Assert.True(fault is null, fault);
    }

    [Fact]
    public void Names_OfStoredApis_AreAllLibraries() => Assert.Equal(Libraries, Stored.Names.Except(ProjectArrows.Torch));
}
