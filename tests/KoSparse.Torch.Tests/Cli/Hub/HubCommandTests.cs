using KoSparse.Encoding.Configuration;
using KoSparse.Encoding.Folders;
using KoSparse.Hub;
using KoSparse.Tests.Hub;

namespace KoSparse.Torch.Tests.Cli.Hub;

/// <summary>The commands as a user calls them, and the environment that they read.</summary>
public sealed class HubCommandTests : IDisposable
{
    private static readonly string[] Variables = ["HF_ENDPOINT", "HF_TOKEN", "HF_TOKEN_PATH", "HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "XDG_CACHE_HOME"];

    private readonly FakeHub _hub = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-hub-");
    private readonly Dictionary<string, string?> _before = Variables.ToDictionary(v => v, Environment.GetEnvironmentVariable);

    public HubCommandTests()
    {
        foreach (string variable in Variables)
        {
            Environment.SetEnvironmentVariable(variable, null);
        }

        Environment.SetEnvironmentVariable("HF_ENDPOINT", _hub.Address.AbsoluteUri);
        Environment.SetEnvironmentVariable("HF_HOME", _folder.FullName);
        _hub.Files["config.json"] = "{}"u8.ToArray();
        _hub.Files["model.safetensors"] = FakeHub.Bytes(9000, seed: 1);
    }

    public void Dispose()
    {
        foreach ((string variable, string? value) in _before)
        {
            Environment.SetEnvironmentVariable(variable, value);
        }

        _hub.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Fetch_Name_TellsWhatCame()
    {
        CommandLine line = await CommandLine.RunAsync("fetch", FakeHub.Repository, "-o", File("fetched"));

        Assert.Equal(0, line.Code);
        Assert.Contains("2 files, 9 kB, state cccccccc; 2 fetched, checksums right", line.Output, StringComparison.Ordinal);
        Assert.Contains("model.safetensors: 9 kB of 9 kB", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_UnknownName_IsAFault()
    {
        CommandLine line = await CommandLine.RunAsync("fetch", "team/other", "-o", File("fetched"));

        Assert.Equal(1, line.Code);
        Assert.Contains("404 Entry not found. Check the name of the repository", line.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(File("fetched")));
    }

    [Fact]
    public async Task Upload_TokenFile_SendsAndNeverShowsIt()
    {
        await System.IO.File.WriteAllTextAsync(File("token"), FakeHub.Token + "\n");
        _hub.Exists = false;

        CommandLine line = await CommandLine.RunAsync("upload", Export(), FakeHub.Repository, "--create", "--private");

        Assert.Equal(0, line.Code);
        Assert.Contains($"3 files, 3 kB, in one commit: {_hub.Address}{FakeHub.Repository}/commit/", line.Output, StringComparison.Ordinal);
        Assert.True(_hub.IsPrivate);
        Assert.DoesNotContain(FakeHub.Token, line.Output + line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_DryRun_AsksNobody()
    {
        CommandLine line = await CommandLine.RunAsync("upload", Export(), "user/model", "--dry-run");

        Assert.Equal(0, line.Code);
        Assert.Contains("3 kB  model.safetensors", line.Output, StringComparison.Ordinal);
        Assert.Contains("would go to user/model. Nothing was sent", line.Output, StringComparison.Ordinal);
        Assert.Empty(_hub.Requests);
    }

    [Theory]
    [InlineData("user/model", 1, "There is no token. Set HF_TOKEN")]
    [InlineData("model", 1, "'model' is not the name of a repository. Give one such as user/model-name")]
    [InlineData("user/model --private", 2, "--private says how to make a repository: give --create, too")]
    public async Task Upload_BadCall_SaysWhy(string arguments, int code, string reason)
    {
        CommandLine line = await CommandLine.RunAsync(["upload", Export(), .. arguments.Split(' ')]);

        Assert.Equal(code, line.Code);
        Assert.Contains(reason, line.Error, StringComparison.Ordinal);
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public async Task Upload_OverPlainHttp_KeepsTheTokenHere()
    {
        Environment.SetEnvironmentVariable("HF_ENDPOINT", "http://hub.example");
        Environment.SetEnvironmentVariable("HF_TOKEN", FakeHub.Token);

        CommandLine line = await CommandLine.RunAsync("upload", Export(), "user/model");

        Assert.Equal(1, line.Code);
        Assert.Contains("is not https: the token does not go there", line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void FromEnvironment_NoAddress_SaysSo()
    {
        Environment.SetEnvironmentVariable("HF_ENDPOINT", "ftp:/x");

        Assert.Contains("HF_ENDPOINT is 'ftp:/x', which is no address", Assert.Throws<HubException>(HubEndpoint.FromEnvironment).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_Cache_TakesWhatMainPointsTo()
    {
        string model = File("hub/models--team--model");
        foreach (string state in (string[])["aaa", "bbb"])
        {
            Directory.CreateDirectory(Path.Combine(model, "snapshots", state));
            System.IO.File.WriteAllText(Path.Combine(model, "snapshots", state, "config.json"), "{}");
        }

        Directory.CreateDirectory(Path.Combine(model, "refs"));
        System.IO.File.WriteAllText(Path.Combine(model, "refs", "main"), "aaa\n");

        Assert.Equal(Path.Combine(model, "snapshots", "aaa"), ModelLocator.Find("team/model"));

        Environment.SetEnvironmentVariable("HUGGINGFACE_HUB_CACHE", File("elsewhere"));
        CheckpointException missing = Assert.Throws<CheckpointException>(() => ModelLocator.Find("team/model"));
        Assert.Contains($"looked in team/model, models/team/model and {File("elsewhere")}", missing.Message, StringComparison.Ordinal);
        Assert.Contains("./kosparse fetch team/model", missing.Message, StringComparison.Ordinal);
    }

    private string Export()
    {
        Directory.CreateDirectory(File("export"));
        System.IO.File.WriteAllText(File("export/config.json"), "{}");
        System.IO.File.WriteAllText(File("export/README.md"), "# 모델");
        System.IO.File.WriteAllBytes(File("export/model.safetensors"), FakeHub.Bytes(3000, seed: 4));
        return File("export");
    }

    private string File(string name) => Path.Combine(_folder.FullName, name);
}
