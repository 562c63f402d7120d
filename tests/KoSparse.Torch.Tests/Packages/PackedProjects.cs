using KoSparse.Tests;

namespace KoSparse.Torch.Tests.Packages;

/// <summary>The packages of all projects, made of what was built for the tests.</summary>
public sealed class PackedProjects : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public string Packages => _folder.File("packages");

    /// <summary>A NuGet configuration that knows these packages alone.</summary>
    public string Configuration => _folder.Write(
        "local.config", $"""<configuration><packageSources><clear /><add key="local" value="{Packages}" /></packageSources></configuration>""");

    public async Task InitializeAsync()
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Name; // artifacts/bin/PROJECT/release
        Finished packed = await Finished.OfAsync(
            Repository.Root, "dotnet", "pack", "KoSparse.slnx", "--no-build", "--configuration", configuration, "--output", Packages, "--nologo", "--verbosity", "quiet");
        Assert.True(packed.Code == 0, packed.Output);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
