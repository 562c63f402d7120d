using KoSparse.Tests.Killing;

namespace KoSparse.Torch.Tests.Killing;

public sealed class KillTests : IDisposable
{
    private readonly Killer _killer = new(KilledTrainingWriters.All);

    public static TheoryData<string> Kinds => [.. KilledTrainingWriters.All.Keys];

    public void Dispose() => _killer.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_KilledAnywhere_LeavesTheOldStateOrTheNew_Issue19(string kind) => _killer.AssertSurvivesKills(kind);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_DiskFull_LeavesTheOldState_Issue19(string kind) => _killer.AssertSurvivesFullDisk(kind);
}
