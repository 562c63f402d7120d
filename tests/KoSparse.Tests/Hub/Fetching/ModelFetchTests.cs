using KoSparse.Files;
using KoSparse.Hub;
using KoSparse.Hub.Fetching;

namespace KoSparse.Tests.Hub.Fetching;

public sealed class ModelFetchTests : IDisposable
{
    private readonly FakeHub _hub = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kosparse-fetch-");
    private readonly List<TimeSpan> _waits = [];

    public ModelFetchTests()
    {
        _hub.Files["config.json"] = "{}"u8.ToArray();
        _hub.Files["vocab.txt"] = "[PAD]\n가"u8.ToArray();
        _hub.Files["model.safetensors"] = FakeHub.Bytes(200_000, seed: 1);
    }

    public void Dispose()
    {
        _hub.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Run_Repository_FetchesWhatIsNeededAndNothingElse()
    {
        _hub.Files["pytorch_model.bin"] = FakeHub.Bytes(3000, seed: 2);
        _hub.Files["onnx/model.onnx"] = FakeHub.Bytes(3000, seed: 3);
        _hub.Files["run.py"] = "print()"u8.ToArray();
        _hub.Files["idf.safetensors"] = FakeHub.Bytes(300, seed: 4); // of a model that KoSparse trained

        (RepositoryListing repository, int fetched) = await FetchAsync();

        Assert.Equal(4, fetched);
        Assert.Equal(["config.json", "idf.safetensors", "model.safetensors", "vocab.txt"], Fetched());
        Assert.Equal("config.json", repository.Files[^1].Path); // what makes the folder a model comes last
        Assert.Equal(_hub.Files["model.safetensors"], await File.ReadAllBytesAsync(Path.Combine(_folder.FullName, "model.safetensors")));
        Assert.Empty(_hub.Leaks);
    }

    /// <summary>As sentence-transformers 6 saves a model whose questions have a route of their own.</summary>
    [Fact]
    public async Task Run_RouterOfModules_FetchesEveryModule_Issue19()
    {
        _hub.Files.Clear();
        string[] needed =
        [
            "document_0_MLMTransformer/config.json", "document_0_MLMTransformer/model.safetensors", "document_0_MLMTransformer/tokenizer.json",
            "document_1_SpladePooling/config.json", "modules.json", "query_0_SparseStaticEmbedding/model.safetensors", "router_config.json",
        ];
        foreach (string name in needed.Concat(["onnx_0_Other/run.py", "openvino/model.safetensors", "document_0_MLMTransformer/onnx/model.onnx"]))
        {
            _hub.Files[name] = FakeHub.Bytes(30, seed: 6);
        }

        (RepositoryListing repository, _) = await FetchAsync();

        Assert.Equal(needed, repository.Files.Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.Equal("modules.json", repository.Files[^1].Path); // what makes the folder a model comes last
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "document_0_MLMTransformer", "model.safetensors")));
    }

    [Theory]
    [InlineData("../outside.json")]
    [InlineData("1_SpladePooling/../../config.json")]
    [InlineData("/etc/model.safetensors")]
    [InlineData("..\\model.safetensors")]
    [InlineData("C:model.safetensors")]
    [InlineData("model.safetensors\n")]
    [InlineData("./config.json")]
    [InlineData("onnx//model.onnx")]
    public async Task Run_NameThatLeavesTheRepository_IsRefusedAndNothingWritten_Issue19(string name)
    {
        _hub.Files[name] = FakeHub.Bytes(10, seed: 5);

        HubException error = await Assert.ThrowsAsync<HubException>(() => FetchAsync());

        Assert.Contains("leads out of the repository", error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFileSystemInfos());
        Assert.Single(_hub.Requests); // the list alone
    }

    [Theory]
    [InlineData("1_SpladePooling", true)]
    [InlineData("vocab.txt", false)]
    public async Task Run_LinkOutOfTheFolder_IsRefusedAndNothingWritten_Issue19(string link, bool isFolder)
    {
        using TemporaryFolder elsewhere = new();
        _hub.Files["1_SpladePooling/config.json"] = "{}"u8.ToArray();
        string target = isFolder ? elsewhere.File("inner") : elsewhere.Write("kept.txt", "kept");
        _ = isFolder ? Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, link), Directory.CreateDirectory(target).FullName)
            : File.CreateSymbolicLink(Path.Combine(_folder.FullName, link), target);

        HubException error = await Assert.ThrowsAsync<HubException>(() => FetchAsync());

        Assert.Contains($"leads out of {_folder.FullName}", error.Message, StringComparison.Ordinal);
        Assert.Equal([link], _folder.GetFileSystemInfos().Select(f => f.Name));
        Assert.Empty(isFolder ? Directory.GetFileSystemEntries(target) : []);
    }

    [Fact]
    public async Task Run_ReasonThatEchoesTheRequest_ShowsNoSecretAndNoControl_Issue19()
    {
        _hub.Fail("revision/main", new Fault(403, Echo: true));

        HubException error = await Assert.ThrowsAsync<HubException>(() => FetchAsync());

        Assert.Contains("broken: Bearer (hidden)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, c => char.IsControl(c) || c == '\u202E');
        Assert.InRange(error.Message.Length, 50, 600);
    }

    [Fact]
    public async Task Run_ListWithoutEnd_IsRefused_Issue19()
    {
        for (int i = 0; i < 100_000; i++)
        {
            _hub.Files[$"{new string('f', 700)}{i}"] = [];
        }

        HubException error = await Assert.ThrowsAsync<HubException>(() => FetchAsync());

        Assert.Contains("more than 64 MiB", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A model without its families finds less, and nothing would say so.</summary>
    [Fact]
    public async Task Run_EveryKindOfFile_FetchesAll()
    {
        string[] files =
        [
            .. ModelFiles.Counted, .. ModelFiles.Tokenizers, .. ModelFiles.TokenizerSettings, .. ModelFiles.SentenceTransformers,
            ModelFiles.Card, "LICENSE", "model-00001-of-00002.safetensors", "model.safetensors.index.json",
            .. new[] { ModelFiles.PoolingFolder, ModelFiles.DocumentFolder }.Select(folder => $"{folder}/config.json"),
            .. new[] { ModelFiles.Config, ModelFiles.Weights, "tokenizer.json" }.Select(name => $"{ModelFiles.QueryFolder}/{name}"),
        ];
        foreach (string file in files)
        {
            _hub.Files[file] = FakeHub.Bytes(10, seed: file.Length);
        }

        await FetchAsync();

        Assert.Contains("families.json", files);
        Assert.All(_hub.Files, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(_folder.FullName, file.Key))));
    }

    /// <summary>The list is right when it holds all that our own export wrote.</summary>
    [Fact]
    public void Contain_FilesOfTheExportInModels_AreOfAModel()
    {
        string mini = Path.Combine(SharedData.Golden("."), "..", "..", "models", "mini");
        string[] files = [.. Directory.EnumerateFiles(mini, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(mini, file))];

        Assert.Contains("families.json", files);
        Assert.All(files, file => Assert.True(ModelFiles.Contain(file), file));
    }

    [Fact]
    public async Task Run_NoSafetensors_FetchesTheOldForm()
    {
        _hub.Files.Remove("model.safetensors");
        _hub.Files["pytorch_model.bin"] = FakeHub.Bytes(3000, seed: 2);

        await FetchAsync();

        Assert.Equal(["config.json", "pytorch_model.bin", "vocab.txt"], Fetched());
    }

    [Fact]
    public async Task Run_Again_FetchesNothing()
    {
        await FetchAsync();
        _hub.Requests.Clear();

        (_, int fetched) = await FetchAsync();

        Assert.Equal(0, fetched);
        Assert.Equal([$"GET api/models/{FakeHub.Repository}/revision/main"], _hub.Requests);
    }

    [Fact]
    public async Task Run_RenamedRepository_FollowsWithTheToken()
    {
        (RepositoryListing repository, _) = await FetchAsync(name: FakeHub.OldName);

        Assert.Equal(3, repository.Files.Count);
        Assert.Empty(_hub.Leaks);
    }

    [Fact]
    public async Task Run_CutConnections_GoesOnWhereItStopped()
    {
        _hub.Fail("objects/", new Fault(CutAfter: 70_000));
        _hub.Fail("objects/", new Fault(CutAfter: 50_000));

        await FetchAsync();

        Assert.Equal(_hub.Files["model.safetensors"], await File.ReadAllBytesAsync(Path.Combine(_folder.FullName, "model.safetensors")));
        string[] ranges = [.. _hub.Requests.Where(r => r.StartsWith("GET objects/", StringComparison.Ordinal)).Select(r => r[(r.LastIndexOf(' ') + 1)..])];
        Assert.Equal(3, ranges.Length);
        Assert.Equal("bytes=70000-", ranges[1]);
        Assert.Equal("bytes=120000-", ranges[2]);
    }

    [Fact]
    public async Task Run_InterruptedRun_IsContinuedByTheNext()
    {
        using CancellationTokenSource stop = new();
        _hub.Fail("objects/", new Fault(CutAfter: 70_000));
        using (HubHttp http = new(_hub.Endpoint(), (_, _) => stop.CancelAsync()))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => ModelFetch.RunAsync(http, FakeHub.Repository, "main", _folder.FullName, null, stop.Token));
        }

        Assert.DoesNotContain("config.json", Fetched());

        await FetchAsync();

        Assert.Contains(_hub.Requests, r => r.EndsWith("bytes=70000-", StringComparison.Ordinal));
        Assert.Equal(["config.json", "model.safetensors", "vocab.txt"], Fetched());
    }

    /// <summary>A newer state is fetched beside the older one, which opens until all is there; what was begun of others goes.</summary>
    [Fact]
    public async Task Run_NewerStateThatIsCutOff_LeavesTheOlderWhole_Issue19()
    {
        await FetchAsync();
        byte[] before = _hub.Files["model.safetensors"];
        string begun = Path.Combine(_folder.FullName, "model.safetensors.0123456789ab.partial");
        await File.WriteAllTextAsync(begun, "of a third state");
        _hub.Files["model.safetensors"] = FakeHub.Bytes(200_000, seed: 9);
        _hub.Files["vocab.txt"] = "[PAD]\n나"u8.ToArray();
        _hub.Fail("vocab.txt", new Fault(500), times: HubHttp.MaxAttempts);

        await Assert.ThrowsAsync<HubException>(() => FetchAsync());

        Assert.Equal(["config.json", "model.safetensors", "vocab.txt"], Fetched());
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(_folder.FullName, "model.safetensors")));

        await FetchAsync();

        Assert.Equal(_hub.Files["model.safetensors"], await File.ReadAllBytesAsync(Path.Combine(_folder.FullName, "model.safetensors")));
        Assert.Equal(["config.json", "model.safetensors", "vocab.txt"], _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_HubThatIgnoresRanges_StartsAnew()
    {
        _hub.Fail("objects/", new Fault(CutAfter: 70_000));
        _hub.Fail("objects/", new Fault(IgnoreRange: true));

        await FetchAsync();

        Assert.Equal(_hub.Files["model.safetensors"], await File.ReadAllBytesAsync(Path.Combine(_folder.FullName, "model.safetensors")));
    }

    [Fact]
    public async Task Run_TooManyRequests_WaitsAsLongAsAsked()
    {
        _hub.Fail("revision/main", new Fault(429, RetryAfter: "7"));
        _hub.Fail("vocab.txt", new Fault(503));

        await FetchAsync();

        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(1)], _waits);
    }

    [Fact]
    public async Task Run_HubThatStaysBroken_GivesUpAndSaysSo()
    {
        _hub.Fail("objects/", new Fault(500), times: HubHttp.MaxAttempts);

        HubException error = await Assert.ThrowsAsync<HubException>(() => FetchAsync());

        Assert.Contains("500 it is broken. The Hub has a fault: try again later", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SecretSignature", error.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 4, 8], _waits.Select(w => w.TotalSeconds));
    }

    [Fact]
    public async Task Run_WrongChecksumOnce_FetchesAgain()
    {
        _hub.Fail("objects/", new Fault(Corrupt: true));

        await FetchAsync();

        Assert.Equal(_hub.Files["model.safetensors"], await File.ReadAllBytesAsync(Path.Combine(_folder.FullName, "model.safetensors")));
    }

    [Theory]
    [InlineData("model.safetensors", "objects/")]
    [InlineData("vocab.txt", "vocab.txt")]
    public async Task Run_WrongChecksumTwice_KeepsNothing(string name, string path)
    {
        _hub.Fail(path, new Fault(Corrupt: true), times: 2);

        HubException error = await Assert.ThrowsAsync<HubException>(() => FetchAsync());

        Assert.Contains($"{name}: what came twice has another checksum", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.GetFiles(), f => f.Name.StartsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_NoModel_SaysWhatIsMissing()
    {
        _hub.Files.Remove("config.json");

        Assert.Contains("there is no config.json", (await Assert.ThrowsAsync<HubException>(() => FetchAsync())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("a/b/c")]
    [InlineData("-x/y")]
    [InlineData("a b")]
    public async Task Run_NameThatIsNone_AsksNobody(string name)
    {
        Assert.Contains("is not the name of a repository", (await Assert.ThrowsAsync<HubException>(() => FetchAsync(name))).Message, StringComparison.Ordinal);
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public async Task Run_NobodyThere_SaysSo()
    {
        _hub.Dispose();

        HubException error = await Assert.ThrowsAsync<HubException>(() => FetchAsync());

        Assert.Contains("127.0.0.1 cannot be reached", error.Message, StringComparison.Ordinal);
    }

    private async Task<FetchedModel> FetchAsync(string name = FakeHub.Repository)
    {
        using HubHttp http = new(_hub.Endpoint(), (wait, _) =>
        {
            _waits.Add(wait);
            return Task.CompletedTask;
        });
        return await ModelFetch.RunAsync(http, name, "main", _folder.FullName, null, CancellationToken.None);
    }

    private IEnumerable<string> Fetched() => _folder.GetFiles().Select(f => f.Name).Where(n => !n.EndsWith(".partial", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
