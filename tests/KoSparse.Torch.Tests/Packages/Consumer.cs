using KoSparse.Tests;

namespace KoSparse.Torch.Tests.Packages;

/// <summary>A program of somebody else in an empty folder, which takes our packages from a local source.</summary>
internal sealed class Consumer : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="source">Folder of our packages.</param>
    /// <param name="packages">What the program takes: names and versions.</param>
    /// <param name="program">Its code.</param>
    public Consumer(string source, IEnumerable<string> packages, string program)
    {
        string references = string.Concat(packages.Select(package => package.Split(' ')).Select(part => $"""<PackageReference Include="{part[0]}" Version="{part[1]}" />"""));
        _folder.Write("Elsewhere.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseAppHost>false</UseAppHost>
                <RestoreAdditionalProjectSources>{source}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{_folder.File("packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{OthersPackages()}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>{references}</ItemGroup>
            </Project>
            """);
        _folder.Write("Program.cs", program);
    }

    public Task<Finished> BuildAsync() => Finished.OfAsync(_folder.Path, "dotnet", "build", "--configuration", "Release", "--output", "built", "--nologo", "--verbosity", "quiet");

    public Task<Finished> RunAsync(params string[] arguments) => Finished.OfAsync(_folder.Path, "dotnet", ["built/Elsewhere.dll", .. arguments]);

    public void Dispose() => _folder.Dispose();

    /// <summary>A folder with the packages of others that this machine has, so that they are not fetched again, and none of ours: those come from the source.</summary>
    private string OthersPackages()
    {
        string all = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string others = Directory.CreateDirectory(_folder.File("others")).FullName;
        foreach (string package in Directory.GetDirectories(all).Where(folder => !Path.GetFileName(folder).StartsWith("kosparse", StringComparison.Ordinal)))
        {
            Directory.CreateSymbolicLink(Path.Combine(others, Path.GetFileName(package)), package);
        }

        return others;
    }
}
