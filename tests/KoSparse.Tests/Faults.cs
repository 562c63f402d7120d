namespace KoSparse.Tests;

/// <summary>Asserts on lists of faults, which are shown whole.</summary>
internal static class Faults
{
    /// <summary>Fails with every fault on a line of its own.</summary>
    public static void AssertNone(IEnumerable<string> faults)
    {
        string[] all = [.. faults];
        Assert.True(all.Length == 0, $"{all.Length} fault(s):\n{string.Join('\n', all)}");
    }
}
