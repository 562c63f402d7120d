using KoSparse.Hub;
using KoSparse.Hub.Uploading;

namespace KoSparse.Tests.Hub.Uploading;

public sealed class ModelUploadTests : IDisposable
{
    private readonly FakeHub _hub = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-upload-");
    private readonly List<TimeSpan> _waits = [];

    public ModelUploadTests()
    {
        Write("config.json", "{}"u8.ToArray());
        Write("README.md", "# 모델"u8.ToArray());
        Write("model.safetensors", FakeHub.Bytes(FakeHub.PartsFrom + 1234, seed: 1));
        Write("tokenizer.json", FakeHub.Bytes(FakeHub.LargeFrom + 5, seed: 2));
        Write("1_SpladePooling/config.json", "{ }"u8.ToArray());
        Write("empty.txt", []);
        Write(".cache/secret", "no"u8.ToArray());
        Write("idf.json.partial", "no"u8.ToArray());
    }

    public void Dispose()
    {
        _hub.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Run_Folder_ArrivesInOneCommit()
    {
        string address = await UploadAsync();

        Assert.Equal(["V28 모델"], _hub.Commits);
        Assert.StartsWith($"{_hub.Address}{FakeHub.Repository}/commit/", address, StringComparison.Ordinal);
        Assert.Equal(
            ["1_SpladePooling/config.json", "README.md", "config.json", "empty.txt", "model.safetensors", "tokenizer.json"],
            _hub.Files.Keys.Order(StringComparer.Ordinal));
        Assert.All(_hub.Files, f => Assert.Equal(File.ReadAllBytes(Path.Combine(_folder.FullName, f.Key)), f.Value));
        Assert.Equal(4, _hub.Requests.Count(r => r.StartsWith("PUT parts/", StringComparison.Ordinal))); // 6,234 bytes by 2,000
        Assert.Single(_hub.Requests, r => r.StartsWith("PUT objects/", StringComparison.Ordinal));
        Assert.Empty(_hub.Leaks);
    }

    [Fact]
    public async Task Run_Again_SendsNoLargeFileTwice()
    {
        await UploadAsync();
        _hub.Requests.Clear();

        await UploadAsync();

        Assert.DoesNotContain(_hub.Requests, r => r.StartsWith("PUT", StringComparison.Ordinal));
        Assert.Equal(2, _hub.Commits.Count);
    }

    [Fact]
    public async Task Run_AfterAFault_GoesOnWithWhatIsMissing()
    {
        _hub.Fail("commit/main", new Fault(500), times: HubHttp.MaxAttempts);
        await Assert.ThrowsAsync<HubException>(() => UploadAsync());
        Assert.Empty(_hub.Commits);
        _hub.Requests.Clear();

        await UploadAsync();

        Assert.DoesNotContain(_hub.Requests, r => r.StartsWith("PUT", StringComparison.Ordinal));
        Assert.Single(_hub.Commits);
    }

    [Fact]
    public async Task Run_PassingFaults_AreTriedAgain()
    {
        _hub.Fail("preupload", new Fault(429, RetryAfter: "3"));
        _hub.Fail("parts/", new Fault(503));
        _hub.Fail("parts/", new Fault(CutAfter: 0));
        _hub.Fail("objects/batch", new Fault(502));

        await UploadAsync();

        Assert.Equal(TimeSpan.FromSeconds(3), _waits[0]);
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder.FullName, "model.safetensors")), _hub.Files["model.safetensors"]);
    }

    [Fact]
    public async Task Run_MissingRepository_SaysCreate()
    {
        _hub.Exists = false;

        HubException error = await Assert.ThrowsAsync<HubException>(() => UploadAsync());

        Assert.Contains("no such repository, or none that this token may write to. Make it with --create", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Create_ThenRun_MakesTheRepositoryUnlessItIsThere(bool exists, bool isPrivate)
    {
        _hub.Exists = exists;
        using HubHttp http = Connect();

        await new ModelUpload(http, FakeHub.Repository, null).CreateAsync(isPrivate, CancellationToken.None);
        await UploadAsync();

        Assert.Equal(isPrivate, _hub.IsPrivate);
        Assert.Single(_hub.Commits);
    }

    [Fact]
    public async Task Run_WrongToken_NamesTheRemedyNotTheToken()
    {
        using HubHttp http = new(new HubEndpoint(_hub.Address, new HubToken("hf_AnotherToken")));

        HubException error = await Assert.ThrowsAsync<HubException>(
            () => new ModelUpload(http, FakeHub.Repository, null).RunAsync(LocalFile.Of(_folder.FullName), "m", CancellationToken.None));

        Assert.Contains("401 Invalid username or password. Set HF_TOKEN to a valid token", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_AnotherToken", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_FolderOfARun_SaysConvertFirst()
    {
        File.Delete(Path.Combine(_folder.FullName, "README.md"));

        Assert.Contains("kosparse convert", Assert.Throws<HubException>(() => LocalFile.Of(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    private async Task<string> UploadAsync()
    {
        using HubHttp http = Connect();
        return await new ModelUpload(http, FakeHub.Repository, null).RunAsync(LocalFile.Of(_folder.FullName), "V28 모델", CancellationToken.None);
    }

    private HubHttp Connect() => new(_hub.Endpoint(), (wait, _) =>
    {
        _waits.Add(wait);
        return Task.CompletedTask;
    });

    private void Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
