namespace KoSparse.Tests.Killing;

public sealed class KillTests : IDisposable
{
    private readonly Killer _killer = new(KilledWriters.All);

    public static TheoryData<string> Kinds => [.. KilledWriters.All.Keys];

    public void Dispose() => _killer.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_KilledAnywhere_LeavesTheOldStateOrTheNew_Issue19(string kind) => _killer.AssertSurvivesKills(kind);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_DiskFull_LeavesTheOldState_Issue19(string kind) => _killer.AssertSurvivesFullDisk(kind);
}
