namespace KoSparse.Torch.Tests.Training;

/// <summary>Is told how far something is, and keeps it to itself.</summary>
internal sealed class Silent : IProgress<int>
{
    public static Silent Instance { get; } = new();

    public void Report(int value)
    {
    }
}
