using KoSparse.Serving.Access;

namespace KoSparse.Tests.Serving.Access;

public sealed class ApiKeysTests : IDisposable
{
    private const string Key = "0123456789abcdef";
    private const string Other = "fedcba9876543210";

    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "keys.txt");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Allow_KeysOfTheFile_AreAllowed()
    {
        System.IO.File.WriteAllText(File, $"# of the test\n{Key}\n\n  {Other}  \n");
        var keys = new ApiKeys(File);

        Assert.Equal([true, true, false, false, false], new[] { Key, Other, Key[..15], "", "# of the test" }.Select(keys.Allow));
    }

    /// <summary>A changed file counts from the next second on; one that is damaged does not.</summary>
    [Fact]
    public void Allow_FileChanges_IsReadAgain()
    {
        var time = new Hand();
        List<string> refused = [];
        System.IO.File.WriteAllText(File, Key);
        var keys = new ApiKeys(File, time) { Refused = refused.Add };

        System.IO.File.WriteAllText(File, $"{Other}\n{Other}");
        Assert.True(keys.Allow(Key));
        time.Seconds += 2;
        Assert.Equal([false, true], new[] { Key, Other }.Select(keys.Allow));
        System.IO.File.WriteAllText(File, "short");
        time.Seconds += 2;
        Assert.True(keys.Allow(Other));

        Assert.Contains("fewer than 16", Assert.Single(refused), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no keys")]
    [InlineData("# 0123456789abcdef", "no keys")]
    [InlineData("short", "fewer than 16")]
    public void New_NoKeys_SaysSo(string text, string message)
    {
        System.IO.File.WriteAllText(File, text);

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => new ApiKeys(File));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_NoFile_SaysSo() => Assert.Contains("no such file", Assert.Throws<FileNotFoundException>(() => new ApiKeys(File)).Message, StringComparison.Ordinal);

    private sealed class Hand : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
